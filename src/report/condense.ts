/** Makes a long list of transitions short enough to read, without losing what matters. */

import type { FieldChange } from "../analysis/changes/field-changes.ts";
import { inOrderOfStatus } from "../analysis/changes/status-changes.ts";
import {
  jobOfRefused,
  type RequestRefused,
  refusalWords,
  type StatusChanged,
  type Transition,
} from "../analysis/changes/transition.ts";
import { inMap } from "../api/in-map.ts";
import { equalJson } from "../api/json.ts";
import { joinPodEvents, type PodsEvents } from "./pod-events.ts";

/** Several status writes of one Job that only moved counters, as one. */
export interface StatusWrites extends Omit<StatusChanged, "kind"> {
  readonly kind: "writes";
  readonly count: number;
  readonly untilMs: number;
}

/** Several pods that a user removed at one instant in the same way. */
export interface PodsRemoved {
  readonly kind: "podsRemoved";
  readonly atMs: number;
  readonly first: Extract<Transition, { kind: "podRemoved" }>;
  readonly pods: readonly string[];
}

/** Requests that were refused one after the other for the same reason, such as those for the pods of one Job. */
export interface Refusals {
  readonly kind: "refusals";
  readonly atMs: number;
  readonly first: RequestRefused;
  readonly count: number;
  readonly untilMs: number;
}

export type Condensed = Transition | StatusWrites | PodsRemoved | PodsEvents | Refusals;

/** The least number of lines left for counters, however much else happened. */
const FEWEST_GROUPS = 10;

/**
 * Joins Events about pods, and removals of pods at one instant; and, if there are more transitions than wanted,
 * consecutive status writes that changed nothing but counters, and equal refusals. Conditions, user actions and
 * restarts stay.
 *
 * @param wanted how many are wanted, 1 or more; the result may be somewhat longer
 */
export function condense(transitions: readonly Transition[], wanted: number): Condensed[] {
  const all = joinRemovals(joinPodEvents(transitions));
  if (all.length <= wanted) return all;
  const joined = joinRefusals(all);
  if (joined.length <= wanted) return joined;
  const routine = joined.filter(isRoutine).length;
  // Well below what is wanted: merging only pairs of writes would be no easier to read.
  const groups = Math.max(FEWEST_GROUPS, wanted / 2 - (joined.length - routine));
  return joinWrites(joined, Math.max(2, Math.ceil(routine / groups)));
}

function joinRemovals(transitions: readonly (Transition | PodsEvents)[]): Condensed[] {
  const result: Condensed[] = [];
  for (const transition of transitions) {
    const last = result.at(-1);
    if (transition.kind === "podRemoved" && last !== undefined && isSameRemoval(last, transition)) {
      const first = last.kind === "podsRemoved" ? last.first : last;
      const pods = last.kind === "podsRemoved" ? last.pods : [last.pod];
      result[result.length - 1] = {
        kind: "podsRemoved",
        atMs: transition.atMs,
        first,
        pods: [...pods, transition.pod],
      };
    } else result.push(transition);
  }
  return result;
}

function isSameRemoval(
  last: Condensed,
  { atMs, job, disruption, force }: Extract<Transition, { kind: "podRemoved" }>,
): last is PodsRemoved | Extract<Transition, { kind: "podRemoved" }> {
  if (last.kind !== "podRemoved" && last.kind !== "podsRemoved") return false;
  const { first } = last.kind === "podsRemoved" ? last : { first: last };
  return (
    last.atMs === atMs &&
    first.job.namespace === job.namespace &&
    first.job.name === job.name &&
    first.disruption === disruption &&
    first.force === force
  );
}

function joinRefusals(transitions: readonly Condensed[]): Condensed[] {
  const result: Condensed[] = [];
  for (const transition of transitions) {
    const last = result.at(-1);
    if (transition.kind === "refused" && (last?.kind === "refused" || last?.kind === "refusals")) {
      const { first, count } = last.kind === "refusals" ? last : { first: last, count: 1 };
      if (isSameRefusal(first, transition)) {
        const { atMs } = first;
        result[result.length - 1] = { kind: "refusals", atMs, first, count: count + 1, untilMs: transition.atMs };
        continue;
      }
    }
    result.push(transition);
  }
  return result;
}

/** Whether two requests were refused for the same reason. */
export function isSameRefusal(a: RequestRefused, b: RequestRefused): boolean {
  if (a.by !== b.by || a.verb !== b.verb || !equalJson(jobOfRefused(a), jobOfRefused(b))) return false;
  return refusalWords(a) === refusalWords(b);
}

/** Whether a write moved counters and nothing else. */
export function isRoutine(transition: Condensed): transition is StatusChanged {
  if (transition.kind !== "status" || transition.by === "user" || transition.conditions.length > 0) return false;
  return transition.changes.every(({ field }) => !field.endsWith("Time"));
}

function joinWrites(transitions: readonly Condensed[], perGroup: number): Condensed[] {
  const result: Condensed[] = [];
  let group: StatusChanged[] = [];
  const flush = () => {
    result.push(...mergeByJob(group));
    group = [];
  };
  for (const transition of transitions) {
    if (!isRoutine(transition)) {
      flush();
      result.push(transition);
      continue;
    }
    group.push(transition);
    if (group.length >= perGroup) flush();
  }
  flush();
  return result;
}

function mergeByJob(group: readonly StatusChanged[]): Condensed[] {
  const byJob = new Map<string, StatusChanged[]>();
  for (const write of group) inMap(byJob, `${write.job.namespace}/${write.job.name}`, () => []).push(write);
  return [...byJob.values()].flatMap((writes): Condensed[] => {
    const [first] = writes;
    const last = writes.at(-1);
    if (first === undefined || last === undefined) return [];
    if (writes.length === 1) return [first];
    const changes = mergeChanges(writes.flatMap(({ changes: each }) => each));
    return [{ ...first, kind: "writes", changes, count: writes.length, untilMs: last.atMs }];
  });
}

/** First value before to last value after; what changes in between and back does not show. */
function mergeChanges(changes: readonly FieldChange[]): FieldChange[] {
  const merged = new Map<string, FieldChange>();
  for (const change of changes) {
    const { field, after } = change;
    const { before } = merged.get(field) ?? change;
    merged.set(field, {
      field,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
  }
  return [...merged.values()].filter(({ before, after }) => !equalJson(before, after)).sort(inOrderOfStatus);
}
