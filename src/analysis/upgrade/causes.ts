/** Which switches make two releases differ on a plan: each is toggled alone, on both sides. */

import type { SimulationPlan } from "../../simulation/plan.ts";
import { differencesBetween, valueText } from "../../simulation/releases/catalog.ts";
import { type Release, switchesOf } from "../../simulation/releases/releases.ts";
import type { Switches, SwitchId } from "../../simulation/switches.ts";
import { playToEnd } from "../measures.ts";
import { type Divergence, firstDivergence, refusalsIn, type Story, storyOf } from "./first-difference.ts";

/** Switches that make no sense one without the other. */
const COMPANIONS: { readonly [id in SwitchId]?: readonly SwitchId[] } = {
  prefixedLabels: ["selectorKey"],
  selectorKey: ["prefixedLabels"],
};

/** A switch that changes the run. */
export interface Effect {
  readonly id: SwitchId;
  readonly from: string;
  readonly to: string;
  /** The first instant at which it shows, virtual milliseconds. */
  readonly atMs: number;
  /** Without it, the runs part later, or not at all. */
  readonly isFirstCause: boolean;
}

/**
 * The switches that matter to a plan, those that part the runs first at the head.
 *
 * @param parting where the runs of the two releases part
 */
export function effectsOf(
  plan: SimulationPlan,
  [from, to]: readonly [Release, Release],
  [old, next]: readonly [Story, Story],
  parting: Divergence,
): Effect[] {
  const accepted = Math.max(refusalsIn(old), refusalsIn(next));
  // Half a release may contradict itself, so that its own API server refuses what its controller writes.
  const isSound = (story: Story) => refusalsIn(story) <= accepted;
  const effects = differencesBetween(from, to).flatMap((id): Effect[] => {
    if (plan.switches?.[id] !== undefined) return [];
    const [before, after] = [switchesOf(from)[id], switchesOf(to)[id]];
    const early = storyWith(plan, from, valuesOf(id, to));
    const advanced = isSound(early) ? firstDivergence(old, early) : undefined;
    const heldBack = storyWith(plan, to, valuesOf(id, from));
    const missed = isSound(heldBack) ? firstDivergence(heldBack, next) : undefined;
    if (advanced === undefined && missed === undefined) return [];
    const atMs = Math.min(advanced?.atMs ?? Number.POSITIVE_INFINITY, missed?.atMs ?? Number.POSITIVE_INFINITY);
    const rest = firstDivergence(old, heldBack);
    const isFirstCause =
      rest === undefined || (isSound(heldBack) && rest.after > parting.after) || advanced?.after === parting.after;
    return [{ id, from: valueText(before), to: valueText(after), atMs, isFirstCause }];
  });
  return effects.sort((a, b) => Number(b.isFirstCause) - Number(a.isFirstCause) || a.atMs - b.atMs);
}

/** The value of a switch, and of those that go with it, in a release. */
function valuesOf(id: SwitchId, release: Release): Partial<Switches> {
  const switches = switchesOf(release);
  return Object.fromEntries([id, ...(COMPANIONS[id] ?? [])].map((each) => [each, switches[each]]));
}

function storyWith(plan: SimulationPlan, kubernetes: Release, switches: Partial<Switches>): Story {
  return storyOf(playToEnd({ ...plan, kubernetes, switches: { ...plan.switches, ...switches } }));
}
