/** What an upgrade of Kubernetes changes for the Jobs of a plan. */

import type { SimulationPlan } from "../../simulation/plan.ts";
import { MINOR_RELEASES, RELEASES, type Release } from "../../simulation/releases/releases.ts";
import { playToEnd } from "../measures.ts";
import { type Effect, effectsOf } from "./causes.ts";
import { changedFields, type FieldSupportChange } from "./fields.ts";
import { type Divergence, firstDivergence, storyOf } from "./first-difference.ts";
import { numbersOf, type ReleaseNumbers } from "./release-numbers.ts";
import { type ShapeChange, shapeChanges } from "./shape.ts";

/** A scenario to play with two releases. */
export interface UpgradeInput {
  readonly name: string;
  /** The run that is compared step by step. */
  readonly plan: SimulationPlan;
  /** The same with another seed. */
  readonly planFor: (seed: string) => SimulationPlan;
  readonly from: Release;
  readonly to: Release;
  /** Runs of each release whose numbers are compared, 1 or more. */
  readonly seeds: number;
  /** Whether the releases in between are played as well. */
  readonly each: boolean;
}

/** The differences between two releases for one scenario. */
export interface Upgrade {
  readonly name: string;
  readonly from: Release;
  readonly to: Release;
  readonly fields: readonly FieldSupportChange[];
  /** Where the runs diverge; absent if they are the same. */
  readonly parting?: Divergence;
  /** What else differs between the runs: stored objects, warnings, tables, what is left at the end. */
  readonly objects: readonly ShapeChange[];
  /** The switches that matter, starting with those that make the runs diverge first. */
  readonly effects: readonly Effect[];
  /** Numbers of both releases, or of each release in between as well. */
  readonly numbers: readonly ReleaseNumbers[];
}

/**
 * Compares two releases on the same Jobs with the same seed.
 *
 * @example
 * const { parting, effects } = compareReleases({ ...loaded, from: "1.28", to: "1.36", seeds: 20, each: false });
 */
export function compareReleases({ name, plan, planFor, from, to, seeds, each }: UpgradeInput): Upgrade {
  const old = storyOf(playToEnd({ ...plan, kubernetes: from }));
  const next = storyOf(playToEnd({ ...plan, kubernetes: to }));
  const parting = firstDivergence(old, next);
  const releases = each ? releasesBetween(from, to) : [from, to];
  return {
    name,
    from,
    to,
    fields: changedFields(plan, from, to),
    ...(parting === undefined ? {} : { parting }),
    objects: shapeChanges(old.shape, next.shape),
    effects: effectsOf(plan, [from, to], [old, next], parting),
    numbers: releases.map((release) => numbersOf(planFor, release, seeds)),
  };
}

/** Both releases and the minor ones between them, in the direction of the upgrade. */
function releasesBetween(from: Release, to: Release): readonly Release[] {
  const [first, last] = [RELEASES.indexOf(from), RELEASES.indexOf(to)];
  const [low, high] = [Math.min(first, last), Math.max(first, last)];
  const between = RELEASES.slice(low, high + 1).filter(
    (release) => release === from || release === to || MINOR_RELEASES.includes(release),
  );
  return first <= last ? between : between.reverse();
}
