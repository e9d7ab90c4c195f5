/** A status write under validation: the stored and the new Job, and what differs between them. */
import type { Job, UncountedTerminatedPods } from "../types.ts";
import { type ConditionFacts, readConditions } from "./condition-facts.ts";

export interface StatusChange {
  readonly next: Job;
  readonly stored: Job;
  /** True conditions after and before the write. */
  readonly now: ConditionFacts;
  readonly before: ConditionFacts;
  readonly finishedChanged: boolean;
  readonly completeChanged: boolean;
  readonly failedChanged: boolean;
  readonly startTimeChanged: boolean;
  readonly completionTimeChanged: boolean;
  readonly activeChanged: boolean;
  readonly completedIndexesChanged: boolean;
  readonly failedIndexesChanged: boolean;
}

/**
 * Compares two versions of a Job for the status rules.
 *
 * @param next the Job with the new status
 * @param stored the stored Job
 */
export function compareStatus(next: Job, stored: Job): StatusChange {
  const after = next.status;
  const old = stored.status;
  const before = readConditions(old);
  const now = after.conditions === old.conditions ? before : readConditions(after);
  return {
    next,
    stored,
    now,
    before,
    finishedChanged: now.finished !== before.finished,
    completeChanged: now.complete !== before.complete,
    failedChanged: now.failed !== before.failed,
    startTimeChanged: after.startTime !== old.startTime,
    completionTimeChanged: after.completionTime !== old.completionTime,
    activeChanged: (after.active ?? 0) !== (old.active ?? 0),
    completedIndexesChanged: (after.completedIndexes ?? "") !== (old.completedIndexes ?? ""),
    failedIndexesChanged: after.failedIndexes !== old.failedIndexes,
  };
}

/** Whether two lists of uncounted pods differ; absent lists equal empty ones. */
export function uncountedDiffer(
  left: UncountedTerminatedPods | undefined,
  right: UncountedTerminatedPods | undefined,
): boolean {
  if (left === right) return false;
  if (left === undefined || right === undefined) return true;
  return listsDiffer(left.succeeded, right.succeeded) || listsDiffer(left.failed, right.failed);
}

function listsDiffer(left: readonly string[] = [], right: readonly string[] = []): boolean {
  return left.length !== right.length || left.some((uid, i) => uid !== right[i]);
}
