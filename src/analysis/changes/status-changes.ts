/** What one status write changed. */

import type { JobCondition, JobStatus } from "../../api/types.ts";
import { changeOf, type FieldChange } from "./field-changes.ts";
import type { ConditionChange } from "./transition.ts";

/** Plain fields of a status, in the order in which people want to read them. */
const FIELDS = [
  "startTime",
  "active",
  "ready",
  "terminating",
  "succeeded",
  "failed",
  "completedIndexes",
  "failedIndexes",
  "completionTime",
] as const;

const RANKS: ReadonlyMap<string, number> = new Map(FIELDS.map((field, rank) => [field, rank]));

const NO_UIDS: readonly string[] = [];

/** Orders changes of a status as `statusChanges` lists them. */
export function inOrderOfStatus(a: FieldChange, b: FieldChange): number {
  return rankOf(a) - rankOf(b);
}

function rankOf({ field }: FieldChange): number {
  return RANKS.get(field) ?? FIELDS.length;
}

/** The counters, index lists and times that differ; uncounted pods by their labels. */
export function statusChanges(
  before: JobStatus,
  after: JobStatus,
  labelOf: (uid: string) => string,
): readonly FieldChange[] {
  const plain = FIELDS.flatMap((field) => changeOf(field, before[field], after[field]));
  return [
    ...plain,
    ...uncountedChange("succeeded", before, after, labelOf),
    ...uncountedChange("failed", before, after, labelOf),
  ];
}

function uncountedChange(
  list: "succeeded" | "failed",
  { uncountedTerminatedPods: earlier }: JobStatus,
  { uncountedTerminatedPods: later }: JobStatus,
  labelOf: (uid: string) => string,
): FieldChange[] {
  const before = earlier?.[list] ?? NO_UIDS;
  const after = later?.[list] ?? NO_UIDS;
  if (before.length === after.length && before.every((uid, i) => uid === after[i])) return [];
  const field = `uncountedTerminatedPods.${list}`;
  return [{ field, before: before.map(labelOf), after: after.map(labelOf) }];
}

/** Conditions that are new, or whose status, reason or message changed. */
export function conditionChanges(before: JobStatus, after: JobStatus): readonly ConditionChange[] {
  if (before.conditions === after.conditions) return [];
  return (after.conditions ?? []).flatMap((condition) => {
    const known = before.conditions?.find(({ type }) => type === condition.type);
    return known !== undefined && isSame(known, condition) ? [] : [changeOfCondition(known, condition)];
  });
}

function isSame(a: JobCondition, b: JobCondition): boolean {
  return a.status === b.status && a.reason === b.reason && a.message === b.message;
}

function changeOfCondition(
  known: JobCondition | undefined,
  { type, status, reason, message }: JobCondition,
): ConditionChange {
  return {
    type,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    ...(known === undefined ? {} : { before: known.status }),
  };
}
