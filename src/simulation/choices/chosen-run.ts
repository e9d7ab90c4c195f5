/** All of a run that an oracle decides: the order of events, and what comes between processes and their API server. */

import type { ListWatch } from "../../controller/list-watch.ts";
import type { Client, ClientOptions } from "../../controller/process.ts";
import type { SimulationPlan } from "../plan.ts";
import { ChosenClient } from "./chosen-client.ts";
import { ChosenProgram, type ProgramOptions } from "./chosen-program.ts";
import { ChosenWatches } from "./chosen-watch.ts";
import type { ChosenWorld } from "./chosen-world.ts";
import { type ChoiceListener, ScheduledOracle } from "./oracle.ts";

export class ChosenRun {
  readonly #world: ChosenWorld;

  constructor(world: ChosenWorld) {
    this.#world = world;
    const { loop, oracle } = world;
    loop.chooseWith((count) => oracle.choose("order", count));
  }

  /** Lists and watches of a process that starts now. */
  listWatch(direct: ListWatch): ListWatch {
    return new ChosenWatches(this.#world, "controllers").listWatch(direct);
  }

  /** A program that starts now, with watches of its own. */
  program(direct: ListWatch, options: ProgramOptions): ChosenProgram {
    return new ChosenProgram(this.#world, direct, options);
  }

  /** A connection on which each write has a fate. */
  connect(options: ClientOptions): Client {
    return new ChosenClient(this.#world, options);
  }
}

/**
 * What decides in a run that has a schedule; nothing if it has none.
 *
 * @throws Error if the plan disturbs the same watches and writes in another way
 */
export function chosenRunOf(
  { schedule, disturbances = [] }: SimulationPlan,
  world: Omit<ChosenWorld, "oracle" | "heldMs">,
  listener: ChoiceListener | undefined,
): ChosenRun | undefined {
  if (schedule === undefined) return undefined;
  if (disturbances.length > 0) {
    throw new Error("a plan has a schedule or disturbances: the schedule says what happens to watches and writes");
  }
  return new ChosenRun({ ...world, heldMs: schedule.heldMs, oracle: new ScheduledOracle(schedule, listener) });
}
