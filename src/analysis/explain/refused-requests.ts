/** What the API server refused to those who work for a Job: a rule that acts only asks, and may be refused. */

import { jobOfRefused, type RequestRefused, type Transition } from "../changes/transition.ts";
import type { Question } from "./explanations.ts";

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
    const key = JSON.stringify([job, refused.by, refused.verb, refused.resource, refused.message]);
    const { count, ...known } = joined.get(key) ?? { ...refused, job, count: 0 };
    joined.set(key, { ...known, untilMs: refused.atMs, count: count + 1 });
  }
  return [...joined.values()];
}
