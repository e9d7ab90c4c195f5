/** The zones of a cluster: the state of each, and its queue of nodes that wait for the NoExecute taint. */

import type { Node } from "../../api/node.ts";
import type { ConditionStatus } from "../../api/types.ts";
import type { NodeLifecycleSettings } from "./settings.ts";
import { TaintQueue } from "./taint-queue.ts";
import { taintingRate, type ZoneState, zoneOf, zoneStateOf } from "./zone-state.ts";

type ReadyByZone = ReadonlyMap<string, readonly (ConditionStatus | undefined)[]>;

/** Whether the cluster as a whole has entered or left full disruption, in which no nodes are tainted. */
export type Disruption = "none" | "entered" | "left";

export class Zones {
  readonly #settings: NodeLifecycleSettings;
  readonly #states = new Map<string, ZoneState>();
  readonly #queues = new Map<string, TaintQueue>();

  constructor(settings: NodeLifecycleSettings) {
    this.#settings = settings;
  }

  /** The earliest time at which the next node may get its NoExecute taint; infinite if none is waiting. */
  nextTurnMs(nowMs: number): number {
    return Math.min(...[...this.#queues.values()].map((queue) => queue.nextTurnMs(nowMs)));
  }

  /** The queues of all zones. */
  get queues(): Iterable<TaintQueue> {
    return this.#queues.values();
  }

  queueOf(node: Node): TaintQueue {
    this.meet(node);
    return this.#queue(zoneOf(node));
  }

  /** `addPodEvictorForNewZone`. */
  meet(node: Node): void {
    const zone = zoneOf(node);
    if (this.#states.has(zone)) return;
    this.#states.set(zone, "Initial");
    this.#queues.set(zone, new TaintQueue(this.#settings.evictionRate));
  }

  /** `handleDisruption`: updates the state of each zone from the Ready statuses of its nodes. */
  judge(ready: ReadyByZone, nowMs: number): Disruption {
    for (const zone of this.#states.keys()) if (!ready.has(zone)) this.#states.delete(zone);
    const next = new Map([...ready].map(([zone, statuses]) => [zone, zoneStateOf(statuses, this.#settings)]));
    const isFully = (states: ReadonlyMap<string, ZoneState>) =>
      [...states.values()].every((state) => state === "FullDisruption");
    const [was, is] = [isFully(this.#states), isFully(next)];
    if (was && is) return "none";
    if (is) {
      for (const zone of this.#states.keys()) this.#enter(zone, "FullDisruption", 0, nowMs);
      return "entered";
    }
    for (const [zone, state] of next) {
      if (!was && this.#states.get(zone) === state) continue;
      this.#enter(zone, state, taintingRate(state, ready.get(zone)?.length ?? 0, this.#settings), nowMs);
    }
    return was ? "left" : "none";
  }

  #enter(zone: string, state: ZoneState, rate: number, nowMs: number): void {
    this.#states.set(zone, state);
    this.#queue(zone).setRate(rate, nowMs);
  }

  #queue(zone: string): TaintQueue {
    const queue = this.#queues.get(zone) ?? new TaintQueue(this.#settings.evictionRate);
    this.#queues.set(zone, queue);
    return queue;
  }
}
