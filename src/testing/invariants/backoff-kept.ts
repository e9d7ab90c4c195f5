/** After failures, new pods wait 10, 20, 40 … 600 seconds (semantics 05, section 6). */

import { INDEX_FAILURE_COUNT_ANNOTATION, INDEX_IGNORED_FAILURE_COUNT_ANNOTATION } from "../../api/constants.ts";
import { delayMs } from "./backoff-delay.ts";
import { endOfPod } from "./end-of-pod.ts";
import type { Invariant } from "./invariant.ts";
import { isOutOfRange, replacesOnlyFailed } from "./job-reading.ts";
import { viewDefect } from "./known-defects.ts";
import type { JobRecord, Ledger, PodRecord } from "./ledger.ts";
import { AFTERMATH_MS } from "./leeway.ts";
import { PerJob } from "./per-job.ts";
import { hasFinalizer, isMarked } from "./pod-reading.ts";
import { policyAction } from "./policy-action.ts";
import { possibleSpecs } from "./spec-window.ts";

/** A sync gathers changes of pods for a second. */
const GATHERED_MS = 1_000;

/** Pods that failed, or as good as failed, since the last success, in the order in which they did. */
interface Run {
  readonly failures: Set<PodRecord>;
  /** The whole second in which a pod last succeeded: failures up to its end may be forgiven. */
  successMs: number;
}

/** What the back-off of a Job, or of an index, requires. */
interface Wait {
  readonly untilMs: number;
  readonly count: number;
}

/**
 * A success whose finalizer could not be removed is seen as new by each sync, and ends the back-off each time: until it
 * is released, and that is seen.
 */
function forgivenUntilMs({ knownAfterMs }: Ledger, job: JobRecord | undefined): number {
  let untilMs = Number.NEGATIVE_INFINITY;
  if (job === undefined || job.failedRemovals === 0) return untilMs;
  for (const { removalFailed, releasedMs = Number.POSITIVE_INFINITY } of job.pods.values()) {
    if (removalFailed) untilMs = Math.max(untilMs, releasedMs + knownAfterMs);
  }
  return untilMs;
}

/**
 * A failure that the running controller must have taken note of: it is known, and it was not released before the start.
 */
function isRemembered(ledger: Ledger, { terminalMs, markedMs, releasedMs, forgotten, job }: PodRecord): boolean {
  if (forgotten || terminalMs === undefined || !ledger.isKnown(terminalMs)) return false;
  // A status whose answer is lost lists failures that the record never hears of.
  if (terminalMs <= Math.max(ledger.lostUntilMs, forgivenUntilMs(ledger, job))) return false;
  // A pod that was terminating first may have counted as failed already then, with the time of that.
  if (markedMs !== undefined && markedMs <= terminalMs) return false;
  if (releasedMs !== undefined && releasedMs - terminalMs <= ledger.knownAfterMs) return false;
  return terminalMs > ledger.startedMs;
}

/**
 * Scaled away before it was listed: accounting leaves the pod out, and with it the failure (semantics 04, section 2).
 */
function wasScaledAway(ledger: Ledger, { job, index, listedAs, terminalMs }: PodRecord): boolean {
  if (job === undefined || listedAs !== undefined) return false;
  return [...possibleSpecs(ledger, job, terminalMs)].some((version) => isOutOfRange(version, index));
}

/**
 * An ignored failure is noted only if the status of the Job changes in the same sync (semantics 05, section 6.1). What
 * goes wrong around it may prevent that, and so does a replacement in that very sync: the number of active pods is the
 * same, as when the end counts from a time so long ago that the back-off is over at once.
 */
function mayBeForgotten(ledger: Ledger, record: PodRecord): boolean {
  const { pod, job, terminalMs = 0 } = record;
  if (job === undefined || policyAction(job.job, pod) !== "Ignore") return false;
  const seenMs = ledger.instantMs(terminalMs + ledger.knownAfterMs) + GATHERED_MS;
  return ledger.lastDisturbedMs >= terminalMs - AFTERMATH_MS || earliestEnd(ledger, record) + delayMs(1) <= seenMs;
}

/** The earliest time that a controller may take for the end of a failed pod, in milliseconds since 1970. */
function earliestEnd(ledger: Ledger, { pod, createdMs, markedMs }: PodRecord): number {
  const endedMs = markedMs === undefined ? endOfPod(pod) : undefined;
  // Other times that count, such as when a pod became not ready, are no earlier than the pod (section 6.4).
  return endedMs ?? Math.floor(ledger.instantMs(createdMs) / 1000) * 1000;
}

function globalDelay(ledger: Ledger, { failures }: Run): Wait | undefined {
  const remembered = [...failures].filter(
    (pod) => isRemembered(ledger, pod) && !mayBeForgotten(ledger, pod) && !wasScaledAway(ledger, pod),
  );
  const last = remembered.at(-1);
  if (last === undefined) return undefined;
  // The record uses the end of the failure noted last, even if it is earlier than the one before.
  const noted = [...failures];
  const ends = noted.slice(noted.indexOf(last)).map((pod) => earliestEnd(ledger, pod));
  // Each noted failure doubles the delay.
  return { untilMs: Math.min(...ends) + delayMs(remembered.length), count: remembered.length };
}

function indexDelay(ledger: Ledger, job: JobRecord, index: number): Wait | undefined {
  let last: PodRecord | undefined;
  for (const pod of job.pods.values()) {
    if (pod.index === index && pod.pod.status.phase === "Failed" && isRemembered(ledger, pod)) last = pod;
  }
  if (last === undefined || !hasFinalizer(last.pod)) return undefined;
  const endedMs = endOfPod(last.pod);
  if (endedMs === undefined) return undefined;
  const { annotations = {} } = last.pod.metadata;
  const counted = Number(annotations[INDEX_FAILURE_COUNT_ANNOTATION] ?? 0);
  const ignored = Number(annotations[INDEX_IGNORED_FAILURE_COUNT_ANNOTATION] ?? 0);
  const count = counted + ignored + 1;
  return { untilMs: endedMs + delayMs(count), count };
}

/**
 * Takes note of an end, and of what counts as a failure before it: a
 * deletion mark, unless only failed pods are replaced.
 */
function noteEnd(run: Run, job: JobRecord, record: PodRecord): void {
  const { pod, terminalMs } = record;
  if (terminalMs === undefined) {
    if (hasFinalizer(pod) && !replacesOnlyFailed(job.job)) run.failures.add(record);
    return;
  }
  const endedMs = endOfPod(pod);
  if (pod.status.phase === "Succeeded") {
    run.failures.clear();
    run.successMs = Math.max(run.successMs, endedMs ?? 0);
  } else if (hasFinalizer(pod) && (endedMs ?? Number.POSITIVE_INFINITY) > run.successMs) {
    // If no container has an end, as in a pod that PodGC deletes, it may have been after the success.
    run.failures.add(record);
  }
}

/** The delays after failures are kept. */
export const backoffKept: Invariant = {
  id: "backoff-kept",
  sentence:
    "After a failure no pod of the Job (or, with a limit per index, of the index) is created before the back-off is over.",
  source: "docs/semantics/05-failure-and-backoff.md, section 6; Kubernetes issues 114391, 119378",
  watch(ledger) {
    const runs = new PerJob<Run>(() => ({ failures: new Set(), successMs: Number.NEGATIVE_INFINITY }));
    return {
      pod({ type, actor, previous, object }, record, report) {
        const { job } = record;
        if (job === undefined) return;
        const { nowMs } = ledger;
        if (previous !== undefined) {
          const ended = record.terminalMs === nowMs && previous.status.phase !== object.status.phase;
          const marked = record.markedMs === nowMs && !isMarked(previous);
          // The mark of a pod that has ended, as by PodGC, says nothing new.
          if (ended || (marked && record.terminalMs === undefined)) noteEnd(runs.of(job), job, record);
        }
        if (type !== "ADDED" || actor === "user" || job.tampered) return;
        const perIndex = job.job.spec.backoffLimitPerIndex !== undefined;
        const wait = perIndex ? indexDelay(ledger, job, record.index) : globalDelay(ledger, runs.of(job));
        if (wait === undefined) return;
        report.armed();
        const earlyMs = wait.untilMs - ledger.instantMs(nowMs);
        if (earlyMs <= 0) return;
        const { name } = object.metadata;
        report({
          job,
          known: viewDefect(ledger),
          message: `pod ${name} is created ${earlyMs} ms before the back-off ends`,
          numbers: { earlyMs, failures: wait.count },
        });
      },
    };
  },
};
