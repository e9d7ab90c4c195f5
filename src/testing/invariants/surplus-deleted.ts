/** Pods that a Job has no use for are deleted (semantics 03, section 6). */

import type { Invariant } from "./invariant.ts";
import { isIndexed, isOutOfRange, isSuspended, trueCondition } from "./job-reading.ts";
import type { JobRecord, Ledger } from "./ledger.ts";
import { AFTERMATH_MS } from "./leeway.ts";

/** After a failed call, the sync that sent it continues without it for this long. */
const SYNC_MS = 1_000;
/** A sync deletes no more surplus pods; the rest is left to the next. */
const MOST_DELETED = 500;

/** How many pods the Job may have that nobody has deleted. */
function allowed({ job, pods }: JobRecord): number {
  if (isSuspended(job) || trueCondition(job, "FailureTarget") !== undefined) return 0;
  const { parallelism = 1, completions } = job.spec;
  if (completions !== undefined) return parallelism;
  // After the first success of a work queue its pods end by themselves.
  for (const { pod } of pods.values()) if (pod.status.phase === "Succeeded") return Number.POSITIVE_INFINITY;
  return parallelism;
}

/** Pods that are running for an index which a smaller Job does not have. */
function countMisplaced({ job, living, specs }: JobRecord): number {
  if (!isIndexed(job) || specs.length === 1) return 0;
  let count = 0;
  for (const { markedMs, index } of living) if (markedMs === undefined && isOutOfRange(job, index)) count++;
  return count;
}

/** Whether as many pods were deleted in this instant as one sync deletes. */
function hasDeletedItsFill({ nowMs }: Ledger, { pods }: JobRecord): boolean {
  let deleted = 0;
  for (const { markedMs } of pods.values()) if (markedMs === nowMs) deleted++;
  return deleted >= MOST_DELETED;
}

/**
 * Whether the controller deletes surplus pods before it writes a status: it does once its
 * watches have shown everything it has done itself (expectations).
 */
function mustHaveLooked(ledger: Ledger, record: JobRecord): boolean {
  if (ledger.strays || ledger.nowMs - ledger.lastDisturbedMs <= ledger.knownAfterMs + SYNC_MS) return false;
  for (const { createdMs, markedMs } of record.pods.values()) {
    if (!ledger.isKnown(createdMs) || (markedMs !== undefined && !ledger.isKnown(markedMs))) return false;
  }
  return true;
}

/** What a broken watch never shows can keep the controller from looking for minutes (issue 130683). */
function isAfterOutage({ circumstances, nowMs, knownAfterMs }: Ledger): boolean {
  return circumstances.outages.some(
    ({ fromMs, toMs }) => fromMs <= nowMs && nowMs <= toMs + AFTERMATH_MS + knownAfterMs,
  );
}

/** By the time of a status write, surplus pods are deleted. */
export const surplusDeleted: Invariant = {
  id: "surplus-deleted",
  sentence:
    "When the controller writes a status, pods beyond parallelism or completions, and those of a suspended or failing Job, are deleted.",
  source: "docs/semantics/03-sync-loop.md, section 6",
  watch(ledger) {
    return {
      job({ previous, verb, actor }, record, report) {
        if (verb !== "updateStatus" || actor === "user" || previous === undefined || record.tampered) return;
        const { job } = record;
        if (job.metadata.deletionTimestamp !== undefined) return;
        const most = allowed(record);
        const active = record.living.size - record.marked;
        const misplaced = countMisplaced(record);
        if (active <= most && misplaced === 0) {
          if (most === 0 || record.specs.length > 1) report.armed();
          return;
        }
        if (hasDeletedItsFill(ledger, record)) return;
        if (!mustHaveLooked(ledger, record) || isAfterOutage(ledger)) return report.excused();
        report.armed();
        const message = `${active} pods are active where ${most} are asked for, and ${misplaced} have an index that is not`;
        report({ job: record, message, numbers: { active, most, misplaced } });
      },
    };
  },
};
