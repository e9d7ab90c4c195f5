/** How a status write changes a stored Job: field by field, so that its patches are the status transition. */

import { enablePatches, Immer, type Patch } from "immer";
import type { Job, JobCondition, JobStatus, UncountedTerminatedPods } from "../api/types.ts";

enablePatches();
/** Freezing each version to its depth would cost more than making it: types forbid what freezing would. */
const immer = new Immer({ autoFreeze: false });

const SCALARS = [
  "startTime",
  "completionTime",
  "active",
  "succeeded",
  "failed",
  "terminating",
  "completedIndexes",
  "failedIndexes",
  "ready",
] as const satisfies readonly (keyof JobStatus)[];

/** Fields that the API leaves out when they are zero or empty. */
const OMITTED_WHEN_EMPTY: ReadonlySet<string> = new Set(["active", "succeeded", "failed", "completedIndexes"]);

type MutableStatus = { -readonly [K in keyof JobStatus]: JobStatus[K] };

/**
 * The Job with a new status, and the patches between the two; the very same object where the status is what it was,
 * because a write that changes nothing moves no resource version.
 */
export function writeStatus(stored: Job, status: JobStatus): [Job, readonly Patch[]] {
  const before = stored.status;
  const [next, patches] = immer.produceWithPatches(before, (target: MutableStatus) => {
    assignScalars(target, before, status);
    if (!sameConditions(before.conditions, status.conditions)) {
      assign(target, "conditions", nonEmpty(status.conditions));
    }
    if (!sameUncounted(before.uncountedTerminatedPods, status.uncountedTerminatedPods)) {
      assign(target, "uncountedTerminatedPods", status.uncountedTerminatedPods);
    }
  });
  if (next === before) return [stored, []];
  return [
    { ...stored, status: next },
    patches.map(({ op, path, value }) => ({ op, path: ["status", ...path], value })),
  ];
}

function assignScalars(target: MutableStatus, before: JobStatus, after: JobStatus): void {
  for (const field of SCALARS) {
    const raw = after[field];
    const value = OMITTED_WHEN_EMPTY.has(field) && (raw === 0 || raw === "") ? undefined : raw;
    if (value !== before[field]) assign(target, field, value);
  }
}

function assign<K extends keyof MutableStatus>(
  target: MutableStatus,
  field: K,
  value: MutableStatus[K] | undefined,
): void {
  if (value === undefined) delete target[field];
  else target[field] = value;
}

function nonEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
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
