/** The status of a Job with every field present, for code that builds or compares one. */

import type { Mutable } from "./mutable.ts";
import type { JobStatus } from "./types.ts";

/** Every field of a status; `undefined` if it is absent. All have the same shape, which keeps reads fast. */
export type StatusFields = { -readonly [K in keyof Required<JobStatus>]: JobStatus[K] | undefined };

/** The fields of a status, as a mutable object. */
export function fieldsOf(status: JobStatus): StatusFields {
  return {
    conditions: status.conditions,
    startTime: status.startTime,
    completionTime: status.completionTime,
    active: status.active,
    succeeded: status.succeeded,
    failed: status.failed,
    terminating: status.terminating,
    completedIndexes: status.completedIndexes,
    failedIndexes: status.failedIndexes,
    uncountedTerminatedPods: status.uncountedTerminatedPods,
    ready: status.ready,
  };
}

/** Whether all fields have the same values; lists and objects are compared by identity. */
export function sameFields(a: Readonly<StatusFields>, b: Readonly<StatusFields>): boolean {
  return (
    a.conditions === b.conditions &&
    a.startTime === b.startTime &&
    a.completionTime === b.completionTime &&
    a.active === b.active &&
    a.succeeded === b.succeeded &&
    a.failed === b.failed &&
    a.terminating === b.terminating &&
    a.completedIndexes === b.completedIndexes &&
    a.failedIndexes === b.failedIndexes &&
    a.uncountedTerminatedPods === b.uncountedTerminatedPods &&
    a.ready === b.ready
  );
}

/** The status with these fields, without those that are `undefined`. */
export function statusOf(fields: Readonly<StatusFields>): JobStatus {
  const status: Mutable<JobStatus> = {};
  if (fields.startTime !== undefined) status.startTime = fields.startTime;
  if (fields.active !== undefined) status.active = fields.active;
  if (fields.terminating !== undefined) status.terminating = fields.terminating;
  if (fields.ready !== undefined) status.ready = fields.ready;
  if (fields.uncountedTerminatedPods !== undefined) status.uncountedTerminatedPods = fields.uncountedTerminatedPods;
  if (fields.succeeded !== undefined) status.succeeded = fields.succeeded;
  if (fields.completedIndexes !== undefined) status.completedIndexes = fields.completedIndexes;
  if (fields.failed !== undefined) status.failed = fields.failed;
  if (fields.failedIndexes !== undefined) status.failedIndexes = fields.failedIndexes;
  if (fields.conditions !== undefined) status.conditions = fields.conditions;
  if (fields.completionTime !== undefined) status.completionTime = fields.completionTime;
  return status;
}
