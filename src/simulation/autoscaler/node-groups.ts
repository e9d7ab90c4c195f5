/** The cloud: keeps each pool at its requested size, starts machines, and reclaims spot machines. */

import { draw } from "../../engine/distribution.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import { randomStream } from "../../engine/random.ts";
import type { Nodes } from "../nodes/nodes.ts";
import type { PlannedPool } from "./pool.ts";

export interface Group {
  readonly pool: PlannedPool;
  /** Existing nodes. */
  readonly present: Set<string>;
  /** Machines that are starting, by the names of their future nodes. */
  readonly starting: Set<string>;
  /** Nodes that are being drained for removal. */
  readonly leaving: Set<string>;
}

export class NodeGroups {
  readonly groups: readonly Group[];
  readonly #loop: EventLoop;
  readonly #nodes: Nodes;
  readonly #seed: string;
  /** Called when a node has joined. */
  readonly #joined: () => void;
  /** Number of removed machines, by the name of their node. */
  readonly #machines = new Map<string, number>();

  constructor(
    world: { loop: EventLoop; nodes: Nodes; seed: string },
    pools: readonly PlannedPool[],
    joined: () => void,
  ) {
    this.#loop = world.loop;
    this.#nodes = world.nodes;
    this.#seed = world.seed;
    this.#joined = joined;
    this.groups = pools.map((pool) => ({
      pool,
      present: new Set(pool.nodes.slice(0, pool.initial)),
      starting: new Set(),
      leaving: new Set(),
    }));
    for (const { pool, present } of this.groups) for (const name of present) this.#live(pool, name);
  }

  group(pool: string): Group | undefined {
    return this.groups.find((group) => group.pool.name === pool);
  }

  /** The size of a pool, including starting nodes and without leaving ones. */
  sizeOf({ present, starting, leaving }: Group): number {
    return present.size + starting.size - leaving.size;
  }

  /** The names of the next new nodes of a pool. */
  freeNames({ pool, present, starting }: Group): string[] {
    return pool.nodes.filter((name) => !present.has(name) && !starting.has(name));
  }

  start(group: Group, count: number): void {
    for (const name of this.freeNames(group).slice(0, count)) this.#start(group, name);
  }

  /** Removes an empty node and its machine. */
  remove(group: Group, name: string): void {
    group.leaving.delete(name);
    group.present.delete(name);
    this.#machines.set(name, (this.#machines.get(name) ?? 0) + 1);
    this.#nodes.lose(name);
    this.#nodes.remove(name);
  }

  #start(group: Group, name: string): void {
    group.starting.add(name);
    const machine = this.#machines.get(name) ?? 0;
    const startMs = draw(group.pool.startAfter, randomStream(this.#seed, "machine", name, machine, "start"));
    this.#at(startMs, () => {
      group.starting.delete(name);
      group.present.add(name);
      this.#nodes.comeBack(name);
      this.#live(group.pool, name);
      this.#joined();
    });
  }

  /** Schedules the end of a spot machine, after which another one is started. */
  #live({ spot, name: pool }: PlannedPool, name: string): void {
    if (spot === undefined) return;
    const machine = this.#machines.get(name) ?? 0;
    const lifeMs = draw(spot.lifetime, randomStream(this.#seed, "machine", name, machine, "life"));
    this.#at(Math.max(1, lifeMs), () => {
      const group = this.group(pool);
      if (group?.present.has(name) !== true || this.#machines.get(name) !== (machine === 0 ? undefined : machine))
        return;
      this.#nodes.reclaim(name, spot.reclaim, spot.leadMs, () => this.#taken(group, name));
    });
  }

  #taken(group: Group, name: string): void {
    const wasLeaving = group.leaving.has(name);
    this.remove(group, name);
    if (!wasLeaving) this.#start(group, name);
  }

  #at(delayMs: number, action: () => void): void {
    this.#loop.schedule(this.#loop.nowMs + delayMs, Phase.world, action);
  }
}
