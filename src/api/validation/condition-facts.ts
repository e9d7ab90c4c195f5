/** The conditions of a Job that are True, for the rules about its status. */
import { JobConditions } from "../constants.ts";
import type { JobCondition, JobStatus } from "../types.ts";

/** The conditions of a Job that are True. */
export interface ConditionFacts {
  readonly complete: boolean;
  readonly failed: boolean;
  readonly failureTarget: boolean;
  readonly successCriteriaMet: boolean;
  readonly suspended: boolean;
  /** Whether the condition `Suspended` is False, that is, the Job was resumed. */
  readonly resumed: boolean;
  /** Whether the Job is complete or failed. */
  readonly finished: boolean;
}

/**
 * Reads the conditions of a status.
 *
 * @param status of a Job, with any conditions
 */
export function readConditions(status: JobStatus): ConditionFacts {
  const { conditions } = status;
  if (conditions === undefined || conditions.length === 0) return NONE;
  const complete = isTrue(conditions, JobConditions.complete);
  const failed = isTrue(conditions, JobConditions.failed);
  return {
    complete,
    failed,
    failureTarget: isTrue(conditions, JobConditions.failureTarget),
    successCriteriaMet: isTrue(conditions, JobConditions.successCriteriaMet),
    suspended: isTrue(conditions, JobConditions.suspended),
    resumed: has(conditions, JobConditions.suspended, "False"),
    finished: complete || failed,
  };
}

const NONE: ConditionFacts = {
  complete: false,
  failed: false,
  failureTarget: false,
  successCriteriaMet: false,
  suspended: false,
  resumed: false,
  finished: false,
};

function isTrue(conditions: readonly JobCondition[], type: string): boolean {
  return has(conditions, type, "True");
}

function has(conditions: readonly JobCondition[], type: string, status: string): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === status);
}
