/** A verdict is given only for a cause that exists (semantics 03, steps 14 to 25; 05; 06, sections 6 and 7). */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import { parseIndexes } from "../../api/index-set.ts";
import { parseTimestamp } from "../../api/timestamp.ts";
import type { Invariant } from "./invariant.ts";
import {
  completedIndexesOf,
  failedIndexesOf,
  isIndexed,
  isOutOfRange,
  listedFailed,
  listedSucceeded,
  trueCondition,
} from "./job-reading.ts";
import type { JobRecord, Ledger, PodRecord } from "./ledger.ts";
import { hasFinalizer, isMarked, isTerminal } from "./pod-reading.ts";
import { policyAction } from "./policy-action.ts";

/** How many new pods one status names or counts. */
const MOST_IN_STATUS = 500;

/** What contradicts a reason; `undefined` if it is true. */
type Objection = (record: JobRecord, ledger: Ledger) => string | undefined;

/**
 * Pods that have ended, or are being deleted, and still have their finalizer, if the status cannot name or count all of
 * them: 500 are its limit, and a verdict counts those beyond as well (semantics 04, section 2.1). None otherwise.
 */
function endedBeyondTheStatus({ pods }: JobRecord): readonly (readonly [string, PodRecord])[] {
  const ended = [...pods].filter(([, { pod }]) => hasFinalizer(pod) && (isTerminal(pod) || isMarked(pod)));
  return ended.length > MOST_IN_STATUS ? ended : [];
}

function logicalFailures(record: JobRecord): number {
  const listed = listedFailed(record.job);
  const beyond = endedBeyondTheStatus(record).filter(
    ([uid, { pod }]) => pod.status.phase !== "Succeeded" && !listed.includes(uid),
  );
  return (record.job.status.failed ?? 0) + listed.length + beyond.length;
}

function backoffLimitObjection(record: JobRecord): string | undefined {
  const { backoffLimit = 0, template } = record.job.spec;
  // Restarts in place count as well, and leave no trace in the status.
  if (template.spec.restartPolicy === "OnFailure") return undefined;
  const failures = logicalFailures(record);
  return failures > backoffLimit ? undefined : `${failures} failures do not exceed the limit ${backoffLimit}`;
}

function deadlineObjection({ job }: JobRecord, ledger: Ledger): string | undefined {
  const { activeDeadlineSeconds } = job.spec;
  const { startTime } = job.status;
  if (activeDeadlineSeconds === undefined) return "the Job has no deadline";
  if (startTime === undefined) return "the Job has not started";
  const leftMs =
    parseTimestamp(startTime) + secondsToDurationMs(activeDeadlineSeconds) - ledger.instantMs(ledger.nowMs);
  return leftMs <= 0 ? undefined : `the deadline is ${leftMs} ms away`;
}

function maxFailedObjection({ job }: JobRecord): string | undefined {
  const { maxFailedIndexes } = job.spec;
  const failed = failedIndexesOf(job).size;
  return maxFailedIndexes !== undefined && failed > maxFailedIndexes ? undefined : `only ${failed} indexes failed`;
}

function failedIndexesObjection({ job }: JobRecord): string | undefined {
  const [failed, completed] = [failedIndexesOf(job).size, completedIndexesOf(job).size];
  if (failed > 0 && failed + completed >= (job.spec.completions ?? 0)) return undefined;
  return `${failed} indexes failed and ${completed} succeeded, so some can still run`;
}

function policyObjection({ job, pods }: JobRecord, ledger: Ledger): string | undefined {
  if (job.spec.podFailurePolicy === undefined) return "the Job has no pod failure policy";
  for (const { pod, amendedMs } of pods.values()) {
    // The controller may not have seen yet what was changed in a pod that had ended.
    if (amendedMs !== undefined && !ledger.isKnown(amendedMs)) return undefined;
    if (pod.status.phase === "Failed" && policyAction(job, pod) === "FailJob") return undefined;
  }
  return "no failed pod matches a FailJob rule";
}

function successPolicyObjection({ job }: JobRecord): string | undefined {
  const { completions = 0, successPolicy } = job.spec;
  const done = completedIndexesOf(job);
  for (const { succeededIndexes, succeededCount } of successPolicy?.rules ?? []) {
    if (succeededIndexes === undefined) {
      if (succeededCount !== undefined && done.size >= succeededCount) return undefined;
      continue;
    }
    const wanted = parseIndexes(succeededIndexes, completions);
    let met = 0;
    for (const index of wanted) if (done.has(index)) met++;
    if (wanted.size > 0 && (met === wanted.size || (succeededCount !== undefined && met >= succeededCount)))
      return undefined;
  }
  return `no rule is met by the succeeded indexes "${done.format()}"`;
}

/**
 * A pod that was listed as failed while it terminated, and then succeeded before it lost its finalizer, counts towards
 * the completions as well: Kubernetes looks for new successes only in the other list (semantics 00, section 3).
 */
function succeededLate({ job, pods }: JobRecord): number {
  return listedFailed(job).filter((uid) => pods.get(uid)?.pod.status.phase === "Succeeded").length;
}

function succeededBeyond(record: JobRecord): number {
  const { job } = record;
  const listed = new Set([...listedSucceeded(job), ...listedFailed(job)]);
  const completed = completedIndexesOf(job);
  const beyond = new Set<string | number>();
  for (const [uid, { pod, index }] of endedBeyondTheStatus(record)) {
    if (pod.status.phase !== "Succeeded") continue;
    if (!isIndexed(job)) {
      if (!listed.has(uid)) beyond.add(uid);
    } else if (!isOutOfRange(job, index) && !completed.has(index)) beyond.add(index);
  }
  return beyond.size;
}

function completionsObjection(record: JobRecord): string | undefined {
  const { job } = record;
  const { completions } = job.spec;
  const { succeeded = 0 } = job.status;
  const counted = isIndexed(job) ? succeeded : succeeded + listedSucceeded(job).length + succeededLate(record);
  const wanted = completions ?? 1;
  if (counted >= wanted) return undefined;
  const total = counted + succeededBeyond(record);
  if (total >= wanted) return undefined;
  return `${total} of ${completions ?? "at least one"} completions are reached`;
}

const OBJECTIONS: ReadonlyMap<string | undefined, Objection> = new Map([
  ["BackoffLimitExceeded", backoffLimitObjection],
  ["DeadlineExceeded", deadlineObjection],
  ["MaxFailedIndexesExceeded", maxFailedObjection],
  ["FailedIndexes", failedIndexesObjection],
  ["PodFailurePolicy", policyObjection],
  ["SuccessPolicy", successPolicyObjection],
  ["CompletionsReached", completionsObjection],
]);

/** The cause of a verdict exists. */
export const verdictTrue: Invariant = {
  id: "verdict-true",
  sentence: "FailureTarget and SuccessCriteriaMet name a known reason, and what the reason says is true.",
  source:
    "docs/semantics/03-sync-loop.md, section 5; docs/semantics/05-failure-and-backoff.md; docs/semantics/06-indexed.md, sections 6 and 7",
  watch(ledger) {
    return {
      job({ previous, verb, actor }, record, report) {
        if (previous === undefined || verb !== "updateStatus" || actor === "user" || record.tampered) return;
        if (record.job.status.conditions === previous.status.conditions) return;
        for (const type of ["FailureTarget", "SuccessCriteriaMet"] as const) {
          const condition = trueCondition(record.job, type);
          if (condition === undefined || trueCondition(previous, type) !== undefined) continue;
          report.armed();
          const check = OBJECTIONS.get(condition.reason);
          const objection = check === undefined ? "the reason is unknown" : check(record, ledger);
          if (objection !== undefined)
            report({ job: record, message: `${type} (${condition.reason}), but ${objection}` });
        }
      },
    };
  },
};
