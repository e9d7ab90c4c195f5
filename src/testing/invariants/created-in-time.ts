/** Missing pods are created as soon as they may be (semantics 03, section 2; semantics 05, section 6). */

import { delayMs } from "./backoff-delay.ts";
import { endOfPod } from "./end-of-pod.ts";
import type { Invariant } from "./invariant.ts";
import { isOutOfRange } from "./job-reading.ts";
import type { JobRecord, Ledger, PodRecord } from "./ledger.ts";
import { AFTERMATH_MS } from "./leeway.ts";
import { PerJob } from "./per-job.ts";

/** A sync gathers changes for a second, looks again at most a second after a back-off, and times have whole seconds. */
const SLACK_MS = 4_000;

/** A sync that finds its view stale is retried after one second, two, four: up to twice as late as the view. */
const LATE_VIEWS = 3;

function isFailure({ pod, markedMs }: PodRecord): boolean {
  return pod.status.phase === "Failed" || markedMs !== undefined;
}

/** A pod that was being deleted may count as failed although it succeeded, and one that was scaled away not at all. */
function isSuccess({ specs }: JobRecord, { pod, markedMs, index }: PodRecord): boolean {
  if (pod.status.phase !== "Succeeded" || markedMs !== undefined) return false;
  return !specs.some((point) => isOutOfRange(point.job, index));
}

/** The earliest instant that a controller may take for a success: containers end before the pod is over. */
function earliestSuccessMs(ledger: Ledger, { pod, terminalMs = Number.POSITIVE_INFINITY }: PodRecord): number {
  return Math.min(terminalMs, (endOfPod(pod) ?? Number.POSITIVE_INFINITY) - ledger.instantMs(0));
}

/**
 * The latest time until which failures may hold back a pod: all of them since the last success, as late as they can be.
 */
function heldBackUntilMs(ledger: Ledger, job: JobRecord, created: PodRecord): number {
  const perIndex = job.job.spec.backoffLimitPerIndex !== undefined;
  let successMs = Number.NEGATIVE_INFINITY;
  for (const record of job.pods.values()) {
    if (isSuccess(job, record) && !perIndex) successMs = Math.max(successMs, earliestSuccessMs(ledger, record));
  }
  let failures = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const record of job.pods.values()) {
    if (record === created || !isFailure(record) || (perIndex && record.index !== created.index)) continue;
    const endMs = Math.max(record.terminalMs ?? 0, record.markedMs ?? 0);
    if (endMs < successMs) continue;
    failures++;
    lastMs = Math.max(lastMs, endMs);
  }
  return lastMs + delayMs(failures);
}

/** The longest back-off. */
const LONGEST_DELAY_MS = 600_000;

/**
 * Until when the back-off may be longer than failures account for: one whose finalizer could not be removed is seen as
 * new by each sync, until it is released.
 */
function prolongedUntilMs({ failedRemovals, pods }: JobRecord): number {
  let untilMs = Number.NEGATIVE_INFINITY;
  if (failedRemovals === 0) return untilMs;
  for (const { removalFailed, releasedMs = Number.POSITIVE_INFINITY } of pods.values()) {
    if (removalFailed) untilMs = Math.max(untilMs, releasedMs + LONGEST_DELAY_MS);
  }
  return untilMs;
}

/** Whether nothing that came between the controller and the API server can still hold it up. */
function isCalm(ledger: Ledger, job: JobRecord): boolean {
  if (ledger.strays || ledger.nowMs <= prolongedUntilMs(job) + AFTERMATH_MS) return false;
  return ledger.nowMs - ledger.lastDisturbedMs > AFTERMATH_MS + LATE_VIEWS * ledger.knownAfterMs;
}

/** No creation is late. */
export const createdInTime: Invariant = {
  id: "created-in-time",
  sentence:
    "Where nothing disturbs the controller, a pod is created within seconds of the change that allows it, or of the end of the back-off.",
  source:
    "docs/semantics/03-sync-loop.md, section 2; docs/semantics/05-failure-and-backoff.md, section 6; Kubernetes issues 59918, 132042",
  watch(ledger) {
    const changes = new PerJob(() => ({ lastMs: ledger.nowMs }));
    return {
      job(_commit, record) {
        changes.of(record).lastMs = ledger.nowMs;
      },
      pod({ type, actor, object }, record, report) {
        const { job } = record;
        if (job === undefined) return;
        const changed = changes.of(job);
        const { lastMs } = changed;
        changed.lastMs = ledger.nowMs;
        if (type !== "ADDED" || actor === "user" || job.tampered || job.successor) return;
        if (!isCalm(ledger, job)) return report.excused();
        report.armed();
        const sinceMs = ledger.nowMs - LATE_VIEWS * ledger.knownAfterMs;
        // Usually something has just changed, and there is no need to look further.
        if (sinceMs - lastMs <= SLACK_MS) return;
        const lateMs = sinceMs - Math.max(lastMs, heldBackUntilMs(ledger, job, record));
        if (lateMs <= SLACK_MS) return;
        report({
          job,
          message: `pod ${object.metadata.name} is created ${lateMs} ms after it could have been`,
          numbers: { lateMs },
        });
      },
    };
  },
};
