/** Which switches make two releases differ on a plan: each is toggled separately, on both sides. */

import type { SimulationPlan } from "../../simulation/plan.ts";
import { differencesBetween, valueText } from "../../simulation/releases/catalog.ts";
import { SCHEDULER_DOCS } from "../../simulation/releases/catalog-scheduler.ts";
import { type Release, switchesOf } from "../../simulation/releases/releases.ts";
import type { Switches, SwitchId } from "../../simulation/switches.ts";
import { playToEnd } from "../measures.ts";
import { type Divergence, firstDivergence, refusalsIn, type Story, storyOf } from "./first-difference.ts";
import { shapeChanges } from "./shape.ts";

/** Switches that make no sense without each other. */
const COMPANIONS: { readonly [id in SwitchId]?: readonly SwitchId[] } = {
  prefixedLabels: ["selectorKey"],
  selectorKey: ["prefixedLabels"],
};

/** A switch that changes the run, or the objects in it. */
export interface Effect {
  readonly id: SwitchId;
  readonly from: string;
  readonly to: string;
  /**
   * The first instant at which it shows, virtual milliseconds; absent if only objects, warnings or tables differ.
   */
  readonly atMs?: number;
  /** Without it, the runs diverge later, or not at all. */
  readonly isFirstCause: boolean;
}

/**
 * The switches that matter to a plan, starting with those that make the runs diverge first.
 *
 * @param parting where the runs of the two releases diverge, if they do
 */
export function effectsOf(
  plan: SimulationPlan,
  [from, to]: readonly [Release, Release],
  stories: readonly [Story, Story],
  parting: Divergence | undefined,
): Effect[] {
  const accepted = Math.max(...stories.map(refusalsIn));
  const effects = differencesBetween(from, to).flatMap((id): Effect[] => {
    if (plan.switches?.[id] !== undefined || !mayMatter(id, plan)) return [];
    const [before, after] = [switchesOf(from)[id], switchesOf(to)[id]];
    const early = storyWith(plan, from, valuesOf(id, to));
    const heldBack = storyWith(plan, to, valuesOf(id, from));
    const found = effectOf({ stories, early, heldBack, accepted, parting });
    return found === undefined ? [] : [{ id, from: valueText(before), to: valueText(after), ...found }];
  });
  const instant = ({ atMs = Number.POSITIVE_INFINITY }: Effect) => atMs;
  return effects.sort(
    // Two instants may both be infinite, and their difference would be NaN.
    (a, b) =>
      Number(b.isFirstCause) - Number(a.isFirstCause) || (instant(a) === instant(b) ? 0 : instant(a) - instant(b)),
  );
}

/** Words of Events about pods, which stories do not show. */
const WORDS_OF_EVENTS: ReadonlySet<SwitchId> = new Set<SwitchId>([
  "startEventText",
  "presentImageText",
  "pulledImageSize",
  "eventNames",
]);

/** Whether a switch can have an effect in a run: without nodes there is no scheduler. */
function mayMatter(id: SwitchId, { cluster }: SimulationPlan): boolean {
  return !WORDS_OF_EVENTS.has(id) && (cluster !== undefined || !Object.hasOwn(SCHEDULER_DOCS, id));
}

/** Both releases, and each with the one switch set as in the other. */
interface Trial {
  readonly stories: readonly [Story, Story];
  readonly early: Story;
  readonly heldBack: Story;
  /** How many requests may be refused in a run that makes sense. */
  readonly accepted: number;
  readonly parting: Divergence | undefined;
}

function effectOf(trial: Trial): Pick<Effect, "atMs" | "isFirstCause"> | undefined {
  const { stories, early, heldBack, accepted, parting } = trial;
  const [old, next] = stories;
  // A mixed release may contradict itself, so that its own API server refuses what its controller writes.
  const isSound = (story: Story) => refusalsIn(story) <= accepted;
  const advanced = isSound(early) ? firstDivergence(old, early) : undefined;
  const missed = isSound(heldBack) ? firstDivergence(heldBack, next) : undefined;
  if (advanced !== undefined || missed !== undefined) {
    const atMs = Math.min(advanced?.atMs ?? Number.POSITIVE_INFINITY, missed?.atMs ?? Number.POSITIVE_INFINITY);
    const rest = firstDivergence(old, heldBack);
    const after = parting?.after;
    const isFirstCause =
      after !== undefined &&
      (rest === undefined || (isSound(heldBack) && rest.after > after) || advanced?.after === after);
    return { atMs, isFirstCause };
  }
  const showsInObjects =
    (isSound(early) && shapeChanges(old.shape, early.shape).length > 0) ||
    (isSound(heldBack) && shapeChanges(heldBack.shape, next.shape).length > 0);
  return showsInObjects ? { isFirstCause: false } : undefined;
}

/** The value of a switch, and of those that belong to it, in a release. */
function valuesOf(id: SwitchId, release: Release): Partial<Switches> {
  const switches = switchesOf(release);
  return Object.fromEntries([id, ...(COMPANIONS[id] ?? [])].map((each) => [each, switches[each]]));
}

function storyWith(plan: SimulationPlan, kubernetes: Release, switches: Partial<Switches>): Story {
  return storyOf(playToEnd({ ...plan, kubernetes, switches: { ...plan.switches, ...switches } }));
}
