/** The parts of a run that an oracle decides: the order of events, and faults between processes and the API server. */

import { JOB, POD } from "../../api/kinds/workloads.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import type { ListWatch } from "../../controller/list-watch.ts";
import type { Client, ClientOptions } from "../../controller/process.ts";
import { Phase } from "../../engine/event-loop.ts";
import { type FirstLists, Past } from "../faults/old-lists.ts";
import type { SimulationPlan } from "../plan.ts";
import { ChosenClient } from "./chosen-client.ts";
import { ChosenProgram, type ProgramOptions } from "./chosen-program.ts";
import { ChosenWatches } from "./chosen-watch.ts";
import type { ChosenWorld } from "./chosen-world.ts";
import { type ChoiceListener, FIRST_LISTS, type FirstListsOf, POD_FATES, ScheduledOracle } from "./oracle.ts";

/** The resource whose first list is old. */
const OLD: { readonly [F in FirstListsOf]?: string } = { oldJobs: JOB.resource, oldPods: POD.resource };

export class ChosenRun {
  readonly #world: ChosenWorld;
  readonly #past: Past;

  constructor(world: ChosenWorld) {
    this.#world = world;
    const { loop, oracle, server } = world;
    this.#past = new Past(server);
    loop.chooseWith((count) => oracle.choose("order", count));
    server.storage.log.follow((entry) => this.#seePod(entry));
  }

  /**
   * Lists and watches for a process that starts now.
   *
   * @param replica its name, if it is not the controller manager
   */
  listWatch(direct: ListWatch, replica = "controllers"): ListWatch {
    return new ChosenWatches(this.#world, replica, this.#firstLists()).listWatch(direct);
  }

  /** A program that starts now, with its own watches. */
  program(direct: ListWatch, options: ProgramOptions): ChosenProgram {
    return new ChosenProgram(this.#world, direct, options);
  }

  /** The first process of a run always gets current lists. */
  #firstLists(): FirstLists {
    const { server, oracle, heldMs } = this.#world;
    if (server.storage.log.length === 0) return new Map();
    const old = OLD[FIRST_LISTS[oracle.choose("start", FIRST_LISTS.length)] ?? "ofNow"];
    if (old === undefined) return new Map();
    oracle.remember(`old list of ${old}`);
    return this.#past.lists([old], () => heldMs);
  }

  /** A pod that was created or has changed its phase may be deleted. */
  #seePod(entry: LogEntry): void {
    if (entry.kind !== "commit" || entry.resource !== "pods" || entry.type === "DELETED") return;
    const { object, previous } = entry;
    const { namespace, name, deletionTimestamp } = object.metadata;
    if (deletionTimestamp !== undefined || previous?.status.phase === object.status.phase) return;
    const { loop, server, oracle } = this.#world;
    if (POD_FATES[oracle.choose("pod", POD_FATES.length)] !== "deleted") return;
    loop.schedule(loop.nowMs, Phase.world, () => server.pods.delete(namespace, name, undefined, "user"));
  }

  /** A connection on which the oracle decides the fate of each write. */
  connect(options: ClientOptions): Client {
    return new ChosenClient(this.#world, options);
  }
}

/**
 * The chosen parts of a run with a schedule; `undefined` for a plan without one.
 *
 * @throws Error if the plan also has disturbances
 */
export function chosenRunOf(
  { schedule, disturbances = [] }: SimulationPlan,
  world: Omit<ChosenWorld, "oracle" | "heldMs">,
  listener: ChoiceListener | undefined,
): ChosenRun | undefined {
  if (schedule === undefined) return undefined;
  if (disturbances.length > 0) {
    throw new Error(
      "a plan can have a schedule or disturbances, not both: the schedule says what happens to watches and writes",
    );
  }
  return new ChosenRun({ ...world, heldMs: schedule.heldMs, oracle: new ScheduledOracle(schedule, listener) });
}
