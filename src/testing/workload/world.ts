/** The author's part of a trial: what is there to work on, drawn from choices. */

import { randomStream } from "../../engine/random.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { FeatureSet } from "../generate/features.ts";
import type { Scale } from "../generate/scale.ts";
import { type MadeChoices, RecordingSource, scriptedSource } from "./choices.ts";
import { AssumptionError, type Draw, WorldDraw } from "./draw.ts";

/**
 * What a workload gives: what users do, how pods behave, and whatever else of a plan it wants as it says. What is
 * said here is never shrunk but by drawing again; faults come besides.
 */
export interface OwnWorld extends Partial<Omit<SimulationPlan, "epochMs" | "seed" | "actions">> {
  readonly actions: SimulationPlan["actions"];
}

/** Draws the world of one run. It must not keep anything from one run to the next. */
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

/** Draws of one run, of which none is what the workload assumes: then it is time to say so. */
const MOST_DRAWS = 1_000;

/**
 * The world of a seed.
 *
 * @throws Error if hardly any draw is what the workload assumes
 */
export function drawWorld(frame: WorldFrame, seed: string): DrawnWorld {
  for (let attempt = 0; attempt < MOST_DRAWS; attempt++) {
    const next = randomStream(seed, "world", attempt);
    const drawn = worldOf(frame, new RecordingSource((bound) => Math.floor(next() * bound)));
    if (drawn !== undefined) return drawn;
  }
  throw new Error(`the workload assumes what none of ${MOST_DRAWS} draws is: draw so that it holds, and assume less`);
}

/** The world of some choices; `undefined` if it is not what the workload assumes. */
export function worldOfChoices(frame: WorldFrame, choices: readonly number[]): DrawnWorld | undefined {
  return worldOf(frame, scriptedSource(choices));
}

function worldOf({ workload, features, scale }: WorldFrame, source: RecordingSource): DrawnWorld | undefined {
  try {
    const draw = new WorldDraw(source, features, scale);
    const world = workload(draw);
    const actions = [...world.actions].sort((a, b) => a.atMs - b.atMs);
    return { world: { ...world, actions }, busyMs: draw.busyMs, recording: source.recording };
  } catch (error) {
    if (error instanceof AssumptionError) return undefined;
    throw error;
  }
}
