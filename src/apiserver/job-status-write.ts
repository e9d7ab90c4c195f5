/** How a status write changes a stored Job: field by field, so its patches are the status transition. */

import { enablePatches, Immer, type Patch } from "immer";
import { fieldsOf, type StatusFields, sameFields, statusOf } from "../api/job-status.ts";
import type { Mutable } from "../api/mutable.ts";
import type { Job, JobCondition, JobStatus, UncountedTerminatedPods } from "../api/types.ts";
import type { JobCommit } from "./log.ts";

enablePatches();
/** Deep-freezing each version would cost more than creating it; the types forbid what freezing would. */
const immer = new Immer({ autoFreeze: false });

/** In the order in which patches list them. */
const FIELDS = [
  "startTime",
  "completionTime",
  "active",
  "succeeded",
  "failed",
  "terminating",
  "completedIndexes",
  "failedIndexes",
  "ready",
  "conditions",
  "uncountedTerminatedPods",
] as const satisfies readonly (keyof JobStatus)[];

/**
 * Returns the Job with a new status, or the same object if the status is unchanged: a write that changes nothing does
 * not get a new resource version.
 */
export function writeStatus(stored: Job, status: JobStatus): Job {
  const before = fieldsOf(stored.status);
  const after = written(before, status);
  if (sameFields(before, after)) return stored;
  const { apiVersion, kind, metadata, spec } = stored;
  return { apiVersion, kind, metadata, spec, status: statusOf(after) };
}

/**
 * Normalizes a submitted status: drops zero and empty fields that the API omits, and reuses unchanged parts.
 */
function written(before: StatusFields, status: JobStatus): StatusFields {
  const after = fieldsOf(status);
  after.active ||= undefined;
  after.succeeded ||= undefined;
  after.failed ||= undefined;
  after.completedIndexes ||= undefined;
  const { conditions, uncountedTerminatedPods } = before;
  if (sameConditions(conditions, after.conditions)) after.conditions = conditions;
  else if (after.conditions?.length === 0) after.conditions = undefined;
  if (sameUncounted(uncountedTerminatedPods, after.uncountedTerminatedPods)) {
    after.uncountedTerminatedPods = uncountedTerminatedPods;
  }
  return after;
}

/**
 * Returns the status transition of a commit as JSON patches, computed on each call.
 *
 * @example
 * for (const entry of simulate(plan).log.entries) {
 *   if (entry.kind !== "commit" || entry.resource !== "jobs") continue;
 *   for (const { path, value } of statusPatches(entry)) console.log(path.join("."), value);
 * }
 */
export function statusPatches({ object, previous }: JobCommit): readonly Patch[] {
  if (previous === undefined) return [];
  const before = fieldsOf(previous.status);
  const after = written(before, object.status);
  const [, patches] = immer.produceWithPatches(previous.status, (target: Mutable<JobStatus>) => {
    for (const field of FIELDS) if (before[field] !== after[field]) assign(target, field, after[field]);
  });
  return patches.map(({ op, path, value }) => ({ op, path: ["status", ...path], value }));
}

function assign<K extends keyof Mutable<JobStatus>>(
  target: Mutable<JobStatus>,
  field: K,
  value: Mutable<JobStatus>[K] | undefined,
): void {
  if (value === undefined) delete target[field];
  else target[field] = value;
}

function sameConditions(a: readonly JobCondition[] = [], b: readonly JobCondition[] = []): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((condition, i) => sameCondition(condition, b[i]));
}

function sameCondition(a: JobCondition, b: JobCondition | undefined): boolean {
  return (
    a === b ||
    (b !== undefined &&
      a.type === b.type &&
      a.status === b.status &&
      a.reason === b.reason &&
      a.message === b.message &&
      a.lastTransitionTime === b.lastTransitionTime &&
      a.lastProbeTime === b.lastProbeTime)
  );
}

function sameUncounted(a: UncountedTerminatedPods | undefined, b: UncountedTerminatedPods | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameList(a.succeeded, b.succeeded) && sameList(a.failed, b.failed);
}

function sameList(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a === b || (a.length === b.length && a.every((uid, i) => uid === b[i]));
}
