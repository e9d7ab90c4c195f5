/** The processes of a run: the controller manager, and one for each replica; each lives and dies on its own. */

import type { CommitLog } from "../../apiserver/log.ts";
import type { Client } from "../../controller/process.ts";
import type { EventLoop } from "../../engine/event-loop.ts";
import type { Restart } from "../actions/action.ts";
import { type Disturbance, isPartition } from "../faults/disturbance.ts";
import type { SimulationPlan } from "../plan.ts";
import type { Host, StartControllers } from "./controllers.ts";
import type { ProcessName } from "./process-host.ts";
import { ProcessKeeper } from "./process-keeper.ts";

/** Creates the environment of a process that starts now; connections that it opens are added to `clients`. */
export type HostFor = (name: ProcessName, clients: Client[]) => Host;

export class Processes {
  readonly #manager: ProcessKeeper;
  readonly #replicas = new Map<string, ProcessKeeper>();

  /** @throws Error if the plan names a replica that is not there, or two have the same name */
  constructor(loop: EventLoop, log: CommitLog, starts: StartControllers, plan: SimulationPlan, hostFor: HostFor) {
    const keep = (start: StartControllers, replica: string | undefined) => {
      let generation = 0;
      const begin = () => {
        const clients: Client[] = [];
        generation++;
        return { process: start(hostFor({ replica, generation }, clients)), clients };
      };
      return new ProcessKeeper(loop, begin, (change) => {
        const at = { timeMs: loop.nowMs, change };
        log.append(replica === undefined ? { kind: "process", ...at } : { kind: "replica", name: replica, ...at });
      });
    };
    this.#manager = keep(starts, undefined);
    for (const { name, start } of starts.replicas ?? []) {
      if (this.#replicas.has(name)) throw new Error(`there are two replicas ${name}`);
      this.#replicas.set(name, keep(start, name));
    }
    for (const name of replicasIn(plan)) this.#keeperNamed(name);
  }

  /** Kills the process that a connection belongs to; see `ProcessKeeper`. */
  die(client: Client, downMs: number): void {
    (this.#keeperOf(client) ?? this.#manager).die(client, downMs);
  }

  /** Like `die`, unless the process has already ended. */
  exit(client: Client, downMs: number): void {
    this.#keeperOf(client)?.die(client, downMs);
  }

  /** Restarts a replica, or the controller manager. */
  restart({ downMs, crash }: Restart, replica: string | undefined): void {
    (replica === undefined ? this.#manager : this.#keeperNamed(replica)).restart(downMs, crash);
  }

  /** Starts a successor of the process of a connection, or of the controller manager, which continues for a while. */
  overlap(forMs: number, client?: Client): void {
    const keeper = client === undefined ? undefined : this.#keeperOf(client);
    (keeper ?? this.#manager).overlap(forMs);
  }

  /** Stops all processes without a log entry, after the end of the run. */
  close(): void {
    for (const keeper of [this.#manager, ...this.#replicas.values()]) keeper.close();
  }

  #keeperOf(client: Client): ProcessKeeper | undefined {
    return [this.#manager, ...this.#replicas.values()].find((keeper) => keeper.owns(client));
  }

  #keeperNamed(name: string): ProcessKeeper {
    const keeper = this.#replicas.get(name);
    if (keeper !== undefined) return keeper;
    const known = [...this.#replicas.keys()];
    const are = known.length === 0 ? "there are no replicas" : `replicas are ${known.join(" and ")}`;
    throw new Error(`the plan names the replica ${name}: ${are}`);
  }
}

function replicasIn({ actions, disturbances = [] }: SimulationPlan): string[] {
  const restarted = actions.flatMap((action) => (action.op === "restartController" ? (action.replica ?? []) : []));
  const isOfReplica = (found: Disturbance) => (isPartition(found) ? found.replica : []);
  return [...restarted, ...disturbances.flatMap(isOfReplica)];
}
