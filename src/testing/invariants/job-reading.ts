/** What invariants read from a Job. */

import { JOB_CONTROLLER_NAME } from "../../api/constants.ts";
import { parseIndexes, type ReadonlyIndexSet } from "../../api/index-set.ts";
import type { Job, JobCondition, JobConditionType } from "../../api/types.ts";

const NONE: readonly string[] = [];

export function trueCondition(job: Job, type: JobConditionType): JobCondition | undefined {
  const { conditions } = job.status;
  if (conditions === undefined) return undefined;
  for (const condition of conditions) if (condition.type === type && condition.status === "True") return condition;
  return undefined;
}

/** Whether the controller has announced how the Job ends. */
export function hasVerdict(job: Job): boolean {
  return trueCondition(job, "SuccessCriteriaMet") !== undefined || trueCondition(job, "FailureTarget") !== undefined;
}

export function isIndexed({ spec }: Job): boolean {
  return spec.completionMode === "Indexed";
}

/** Whether the Job has no use for the index. */
export function isOutOfRange(job: Job, index: number): boolean {
  return isIndexed(job) && (index < 0 || index >= (job.spec.completions ?? 0));
}

export function isSuspended({ spec }: Job): boolean {
  return spec.suspend === true;
}

export function isForeign({ spec }: Job): boolean {
  return spec.managedBy !== undefined && spec.managedBy !== JOB_CONTROLLER_NAME;
}

/** A terminating pod has not failed yet, and still occupies its place. */
export function replacesOnlyFailed({ spec }: Job): boolean {
  return spec.podReplacementPolicy === "Failed" || spec.podFailurePolicy !== undefined;
}

export function listedSucceeded(job: Job): readonly string[] {
  return job.status.uncountedTerminatedPods?.succeeded ?? NONE;
}

export function listedFailed(job: Job): readonly string[] {
  return job.status.uncountedTerminatedPods?.failed ?? NONE;
}

export function completedIndexesOf({ status, spec }: Job): ReadonlyIndexSet {
  return parseIndexes(status.completedIndexes ?? "", spec.completions ?? 0);
}

export function failedIndexesOf({ status, spec }: Job): ReadonlyIndexSet {
  return parseIndexes(status.failedIndexes ?? "", spec.completions ?? 0);
}
