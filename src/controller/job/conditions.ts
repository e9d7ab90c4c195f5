/** Reading and adding conditions of a Job (semantics 07, section 1). */

import { formatTimestamp } from "../../api/timestamp.ts";
import type { ConditionStatus, Job, JobCondition, JobConditionType } from "../../api/types.ts";

/**
 * A verdict on a Job. `FailureTarget` and `SuccessCriteriaMet` are yet to be written as interim conditions; `Failed`
 * and `Complete` have been, and become terminal conditions once no pod is left to count or to terminate.
 */
export interface Verdict {
  readonly type: "FailureTarget" | "Failed" | "SuccessCriteriaMet" | "Complete";
  readonly reason: string;
  readonly message: string;
  /** When it was reached, in milliseconds since 1970. */
  readonly atMs: number;
}

export function findCondition(job: Job, type: JobConditionType): JobCondition | undefined {
  return job.status.conditions?.find((condition) => condition.type === type);
}

export function hasCondition(job: Job, type: JobConditionType): boolean {
  return findCondition(job, type)?.status === "True";
}

export function newCondition(
  type: JobConditionType,
  status: ConditionStatus,
  reason: string,
  message: string,
  atMs: number,
): JobCondition {
  const at = formatTimestamp(atMs);
  // The API omits empty strings.
  return reason === "" && message === ""
    ? { type, status, lastProbeTime: at, lastTransitionTime: at }
    : { type, status, lastProbeTime: at, lastTransitionTime: at, reason, message };
}

export function verdictCondition(verdict: Verdict, type: JobConditionType, atMs: number): JobCondition {
  return newCondition(type, "True", verdict.reason, verdict.message, atMs);
}

/**
 * The conditions with `wanted` in place of the condition of its type, or appended if there is none. A condition with
 * status False is never appended. Returns the same list if nothing changes.
 *
 * Upstream: `ensureJobConditionStatus`.
 */
export function ensureCondition(conditions: readonly JobCondition[], wanted: JobCondition): readonly JobCondition[] {
  const at = conditions.findIndex(({ type }) => type === wanted.type);
  const existing = conditions[at];
  if (existing === undefined) return wanted.status === "False" ? conditions : [...conditions, wanted];
  const { status, reason, message } = existing;
  if (status === wanted.status && reason === wanted.reason && message === wanted.message) return conditions;
  return conditions.with(at, wanted);
}
