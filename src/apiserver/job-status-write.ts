/** How a status write changes a stored Job: field by field, so that its patches are the status transition. */

import { enablePatches, Immer, type Patch } from "immer";
import type { Job, JobCondition, JobStatus, UncountedTerminatedPods } from "../api/types.ts";
import type { JobCommit } from "./log.ts";

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
 * The Job with a new status; the very same object where the status is what it was, because a write that changes nothing
 * moves no resource version.
 */
export function writeStatus(stored: Job, status: JobStatus): Job {
  const next = immer.produce(stored.status, change(stored.status, status));
  if (next === stored.status) return stored;
  const { apiVersion, kind, metadata, spec } = stored;
  return { apiVersion, kind, metadata, spec, status: next };
}

/**
 * The status transition of a commit, as JSON patches; worked out when somebody asks.
 *
 * @example
 * for (const entry of simulate(plan).log.entries) {
 *   if (entry.kind !== "commit" || entry.resource !== "jobs") continue;
 *   for (const { path, value } of statusPatches(entry)) console.log(path.join("."), value);
 * }
 */
export function statusPatches({ object, previous }: JobCommit): readonly Patch[] {
  if (previous === undefined) return [];
  const [, patches] = immer.produceWithPatches(previous.status, change(previous.status, object.status));
  return patches.map(({ op, path, value }) => ({ op, path: ["status", ...path], value }));
}

function change(before: JobStatus, after: JobStatus): (target: MutableStatus) => void {
  return (target) => {
    assignScalars(target, before, after);
    if (!sameConditions(before.conditions, after.conditions)) {
      assign(target, "conditions", nonEmpty(after.conditions));
    }
    if (!sameUncounted(before.uncountedTerminatedPods, after.uncountedTerminatedPods)) {
      assign(target, "uncountedTerminatedPods", after.uncountedTerminatedPods);
    }
  };
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
