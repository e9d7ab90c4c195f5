/** Plays a run in slices, so that a long one shows its progress and can be interrupted. */

import { excessOf, LONGEST_RUN_MS } from "../../analysis/longest-run.ts";
import type { Repetition } from "../../analysis/repeats/repetition.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { Simulation } from "../../simulation/simulation.ts";
import type { SimulationOptions } from "../../simulation/simulation-options.ts";
import type { Environment } from "../environment.ts";
import { RunError } from "../internal-error.ts";
import { startProgress } from "./progress.ts";

/** Events between two looks at the wall clock. */
const EVENTS_PER_SLICE = 5_000;
/** Wall time between two chances to see a signal, milliseconds. */
const BREATH_MS = 50;
/** Runs that take longer show a progress bar, milliseconds. */
const PROGRESS_AFTER_MS = 1_000;

/**
 * `bound`: stopped by the longest run without --until, with things left to happen. `full`: stopped because more does
 * not fit into the memory. `deadEnd`: stopped because nothing more can come of it.
 */
export type Ending = "done" | "bound" | "full" | "deadEnd" | "interrupted";

export interface PlayOptions extends SimulationOptions {
  /** Called with the simulation before it runs; gives what may end the playing, if the run only repeats itself. */
  readonly begin?: (simulation: Simulation) => Repetition | undefined;
}

export interface Played {
  readonly simulation: Simulation;
  readonly ending: Ending;
  /** What was too large about a run that ended as `full`. */
  readonly excess?: string;
  readonly wallMs: number;
}

/**
 * Plays a plan to its end.
 *
 * @throws RunError for what goes wrong inside
 */
export async function play(
  plan: SimulationPlan,
  environment: Environment,
  { begin, ...options }: PlayOptions = {},
): Promise<Played> {
  const startedMs = environment.wallMs();
  const simulation = new Simulation(plan, options);
  const repetition = begin?.(simulation);
  const limitMs = () => repetition?.stopMs ?? plan.untilMs ?? LONGEST_RUN_MS;
  const progress = startProgress(simulation, environment.stderr);
  try {
    let breathedMs = startedMs;
    while (!playSlice(simulation, limitMs()) || repetition?.goesOn() === true) {
      const excess = excessOf(simulation, environment.largest);
      if (excess !== undefined) {
        return { simulation, ending: "full", excess, wallMs: environment.wallMs() - startedMs };
      }
      const nowMs = environment.wallMs();
      if (nowMs - breathedMs < BREATH_MS) continue;
      breathedMs = nowMs;
      if (nowMs - startedMs > PROGRESS_AFTER_MS) await progress.show();
      await environment.breathe();
      if (environment.interrupted.aborted) {
        return { simulation, ending: "interrupted", wallMs: nowMs - startedMs };
      }
    }
  } catch (error) {
    throw new RunError(error, plan.seed, simulation.loop.nowMs);
  } finally {
    progress.stop();
  }
  if (simulation.deadEnd !== undefined) {
    return { simulation, ending: "deadEnd", wallMs: environment.wallMs() - startedMs };
  }
  const isBound = plan.untilMs === undefined && simulation.loop.pending > 0;
  if (plan.untilMs !== undefined || isBound) simulation.loop.run(limitMs());
  return { simulation, ending: isBound ? "bound" : "done", wallMs: environment.wallMs() - startedMs };
}

/** Plays some events; returns whether none is left before the limit, or nothing more can come of them. */
function playSlice(simulation: Simulation, limitMs: number): boolean {
  const { loop } = simulation;
  for (let i = 0; i < EVENTS_PER_SLICE; i++) {
    const next = loop.peek();
    if (next === undefined || next > limitMs) return true;
    loop.step();
    if (simulation.deadEnd !== undefined) return true;
  }
  return false;
}
