/** The author's part of a trial: what there is to work on, drawn from choices. */

import { randomStream } from "../../engine/random.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { withGoodPods } from "../../simulation/plan-error.ts";
import type { FeatureSet } from "../generate/features.ts";
import type { Scale } from "../generate/scale.ts";
import { type MadeChoices, RecordingSource, scriptedSource } from "./choices.ts";
import { AssumptionError, type Draw, WorldDraw } from "./draw.ts";

/**
 * What a workload returns: what users do, how pods behave, and any other part of a plan that it wants to set. It is
 * shrunk only by drawing again; faults are added.
 */
export interface OwnWorld extends Partial<Omit<SimulationPlan, "epochMs" | "seed" | "actions">> {
  readonly actions: SimulationPlan["actions"];
}

/** Draws the world of one run. It must keep no state between runs. */
export type Workload = (draw: Draw) => OwnWorld;

/** A world, and what it was drawn from. */
export interface DrawnWorld {
  readonly world: OwnWorld;
  readonly busyMs: readonly number[];
  readonly recording: MadeChoices;
}

/** What the world is drawn for. */
export interface WorldFrame {
  readonly workload: Workload;
  readonly features: FeatureSet;
  readonly scale: Scale;
}

/** Draws of one run that may all violate the assumptions of the workload before it is an error. */
const MOST_DRAWS = 1_000;

/**
 * The world of a seed.
 *
 * @throws Error if hardly any draw satisfies the workload's assumptions
 */
export function drawWorld(frame: WorldFrame, seed: string): DrawnWorld {
  for (let attempt = 0; attempt < MOST_DRAWS; attempt++) {
    const next = randomStream(seed, "world", attempt);
    const drawn = worldOf(frame, new RecordingSource((bound) => Math.floor(next() * bound)));
    if (drawn !== undefined) return drawn;
  }
  throw new Error(
    `none of ${MOST_DRAWS} draws satisfies what the workload assumes: draw so that it holds, and assume less`,
  );
}

/** The world of some choices; `undefined` if it does not satisfy the workload's assumptions. */
export function worldOfChoices(frame: WorldFrame, choices: readonly number[]): DrawnWorld | undefined {
  return worldOf(frame, scriptedSource(choices));
}

function worldOf({ workload, features, scale }: WorldFrame, source: RecordingSource): DrawnWorld | undefined {
  try {
    const draw = new WorldDraw(source, features, scale);
    const world = withGoodPods(workload(draw));
    const actions = [...world.actions].sort((a, b) => a.atMs - b.atMs);
    return { world: { ...world, actions }, busyMs: draw.busyMs, recording: source.recording };
  } catch (error) {
    if (error instanceof AssumptionError) return undefined;
    throw error;
  }
}
