/** What the API server refused to those who work for a Job: a rule that acts only asks, and may be refused. */

import type { JobRef } from "../../simulation/plan.ts";
import { jobOfRefused, type RequestRefused, refusalWords, type Transition } from "../changes/transition.ts";
import type { Explanation, Question } from "./explanations.ts";

/** Refusals that are alike. */
export interface RefusedRequests extends Omit<RequestRefused, "kind" | "name"> {
  /** Virtual milliseconds of the last of them; `atMs` is that of the first. */
  readonly untilMs: number;
  readonly count: number;
}

/**
 * The refused requests about the Jobs that are asked for and about their pods, alike ones joined, in the order of the
 * first of each.
 *
 * @param happened the transitions of a run
 */
export function refusedRequestsIn(
  happened: readonly Transition[],
  { job: name, pod, untilMs = Number.POSITIVE_INFINITY }: Question,
): readonly RefusedRequests[] {
  // A pod that could not be created has no label.
  if (pod !== undefined) return [];
  const joined = new Map<string, RefusedRequests>();
  for (const transition of happened) {
    if (transition.kind !== "refused" || transition.atMs > untilMs) continue;
    const job = jobOfRefused(transition);
    if (job === undefined || (name ?? job.name) !== job.name) continue;
    const { kind: _kind, name: _name, ...refused } = transition;
    const key = JSON.stringify([job, refused.by, refused.verb, refused.resource, refusalWords(transition)]);
    const { count, ...known } = joined.get(key) ?? { ...refused, job, count: 0 };
    joined.set(key, { ...known, untilMs: refused.atMs, count: count + 1 });
  }
  return [...joined.values()];
}

/** Says of pods that the controller created how many of them the API server refused at the same instant. */
export function withRefusals(found: readonly Explanation[], happened: readonly Transition[]): readonly Explanation[] {
  const counts = new Map<string, number>();
  const keyOf = (atMs: number, job: JobRef | undefined) => `${atMs} ${job?.namespace}/${job?.name}`;
  for (const transition of happened) {
    if (transition.kind !== "refused" || transition.verb !== "create" || transition.resource !== "pods") continue;
    const key = keyOf(transition.atMs, transition.job);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  if (counts.size === 0) return found;
  return found.map((one) => {
    const refused = one.rule === "pods-created" ? counts.get(keyOf(one.atMs, one.job)) : undefined;
    return refused === undefined ? one : { ...one, refused };
  });
}
