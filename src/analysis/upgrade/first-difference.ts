/** Where two runs of one plan diverge. */

import type { Simulation } from "../../simulation/simulation.ts";
import type { Transition } from "../changes/transition.ts";
import { transitions } from "../changes/transitions.ts";
import { type Shape, shapeOf } from "./shape.ts";

/** What a run shows, ready to be compared: in order, without what differs by chance. */
export interface Story {
  readonly transitions: readonly Transition[];
  readonly texts: readonly string[];
  /** What else it shows. */
  readonly shape: Shape;
}

/** The first transition that only one of two runs has. */
export interface Divergence {
  /** How many transitions the runs have in common. */
  readonly after: number;
  /** The earlier of the two instants, virtual milliseconds. */
  readonly atMs: number;
  readonly from?: Transition;
  readonly to?: Transition;
}

/** Reads what a run shows. Refused writes that nobody sees, conflicts, are left out. */
export function storyOf(simulation: Simulation): Story {
  const seen = transitions(simulation).filter((step) => step.kind !== "refused" || step.reason !== "Conflict");
  return { transitions: seen, texts: seen.map((step) => JSON.stringify(comparable(step))), shape: shapeOf(simulation) };
}

/**
 * Defaults that a release sets, a new counter that is 0 and a
 * new empty list make no visible difference.
 */
function comparable(step: Transition): Transition {
  if (step.kind === "created") return { ...step, spec: [] };
  if (step.kind !== "status") return step;
  const changes = step.changes.filter(({ before, after }) => before !== undefined || (after !== 0 && after !== ""));
  return { ...step, changes };
}

/** How many requests were refused. */
export function refusalsIn({ transitions: steps }: Story): number {
  return steps.filter(({ kind }) => kind === "refused").length;
}

/** The first difference between two stories, or `undefined` if they are the same. */
export function firstDivergence(from: Story, to: Story): Divergence | undefined {
  const most = Math.max(from.texts.length, to.texts.length);
  for (let at = 0; at < most; at++) {
    if (from.texts[at] === to.texts[at]) continue;
    const [old, next] = [from.transitions[at], to.transitions[at]];
    return {
      after: at,
      atMs: Math.min(old?.atMs ?? Number.POSITIVE_INFINITY, next?.atMs ?? Number.POSITIVE_INFINITY),
      ...(old === undefined ? {} : { from: old }),
      ...(next === undefined ? {} : { to: next }),
    };
  }
  return undefined;
}
