/**
 * The node lifecycle controller: declares silent nodes unreachable, taints them, and marks their pods as not ready.
 *
 * A real one checks all nodes every five seconds. Here passes in which nothing can have changed are skipped; when
 * something does change, the controller catches up on the heartbeats that the skipped passes would have seen.
 */

import { type Node, nodeCondition } from "../../api/node.ts";
import type { Actor } from "../../apiserver/log.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import type { Heartbeats, NodeApi, NodeApiChange } from "../node-api.ts";
import { defaultRetryDelay } from "../work-queue.ts";
import { conditionTaints, heldConditionTaints } from "./condition-taints.ts";
import { NodeMonitor } from "./monitor.ts";
import { markPodsNotReady } from "./pods-not-ready.ts";
import {
  NO_SCHEDULE_DELAY_MS,
  type NodeLifecycleSettings,
  TAINTING_OFFSET_MS,
  TAINTING_PERIOD_MS,
} from "./settings.ts";
import { NOT_READY, taintDifference, UNREACHABLE } from "./taint-sets.ts";
import { swapTaints } from "./tainting.ts";
import { Zones } from "./zones.ts";

export const NODE_CONTROLLER: Actor = "node-controller";

/** Passes to look back: enough for all that is kept about a live node, which renews its lease every second pass. */
const REMEMBERED_PASSES = 6;

export class NodeLifecycleController {
  readonly #loop: EventLoop;
  readonly #api: NodeApi;
  readonly #heartbeats: Heartbeats;
  readonly #settings: NodeLifecycleSettings;
  readonly #zones: Zones;
  readonly #monitor: NodeMonitor;
  readonly #startedMs: number;
  #lastPassMs = Number.NEGATIVE_INFINITY;
  #passPlanned = false;
  #changed = false;
  /** When the queues of NoExecute taints are next processed. */
  #taintingMs = Number.POSITIVE_INFINITY;
  readonly #noSchedulePlanned = new Set<string>();
  #stopped = false;

  constructor(loop: EventLoop, api: NodeApi, heartbeats: Heartbeats, settings: NodeLifecycleSettings) {
    this.#loop = loop;
    this.#api = api;
    this.#heartbeats = heartbeats;
    this.#settings = settings;
    this.#startedMs = loop.nowMs;
    this.#zones = new Zones(settings);
    const epochMs = api.instantMs - loop.nowMs;
    const actor = NODE_CONTROLLER;
    this.#monitor = new NodeMonitor({ api, heartbeats, settings, zones: this.#zones, actor, epochMs });
  }

  start(): void {
    for (const node of this.#api.nodes()) this.#planNoSchedule(node.metadata.name);
    this.#api.follow((change) => this.#follow(change));
    this.#heartbeats.follow(() => this.#planPass());
    this.#planPass();
  }

  stop(): void {
    this.#stopped = true;
  }

  #follow(change: NodeApiChange): void {
    if (this.#stopped) return;
    if (change.resource === "nodes") {
      this.#planPass();
      if (change.type !== "DELETED") this.#planNoSchedule(change.object.metadata.name);
      return;
    }
    const { object, previous, type } = change;
    const { nodeName = "" } = object.spec;
    if (type === "DELETED" || nodeName === "" || previous?.spec.nodeName === nodeName) return;
    const ready = this.#monitor.readyOf(nodeName);
    if (ready !== undefined && (ready !== "True" || this.#api.node(nodeName) === undefined)) {
      this.#later(0, () => this.#processPod(object.metadata.namespace, object.metadata.name, 0));
    }
  }

  /** Schedules the next pass, at a multiple of the period since the start; passes before it were not needed. */
  #planPass(): void {
    this.#changed = true;
    if (this.#stopped || this.#passPlanned) return;
    this.#passPlanned = true;
    const { monitorPeriodMs } = this.#settings;
    const dueMs = this.#gridMs(this.#loop.nowMs, monitorPeriodMs, 0);
    this.#at(dueMs > this.#lastPassMs ? dueMs : dueMs + monitorPeriodMs, () => this.#pass());
  }

  #pass(): void {
    const { nowMs } = this.#loop;
    const { monitorPeriodMs } = this.#settings;
    this.#passPlanned = false;
    const firstMs = Math.max(this.#lastPassMs + monitorPeriodMs, nowMs - REMEMBERED_PASSES * monitorPeriodMs);
    for (let missedMs = firstMs; missedMs < nowMs; missedMs += monitorPeriodMs) this.#monitor.lookBack(missedMs);
    this.#lastPassMs = nowMs;
    this.#changed = false;
    this.#passPlanned = true;
    this.#monitor.pass(nowMs);
    this.#passPlanned = false;
    this.#planTainting();
    const isIdle =
      !this.#changed && this.#monitor.isSettled && this.#zones.nextTurnMs(nowMs) === Number.POSITIVE_INFINITY;
    if (!isIdle) this.#planPass();
  }

  /** `doNoExecuteTaintingPass`: taints as many nodes as the rates of their zones allow. */
  #planTainting(): void {
    const { nowMs } = this.#loop;
    const turnMs = this.#zones.nextTurnMs(nowMs);
    if (turnMs === Number.POSITIVE_INFINITY) return;
    const dueMs = this.#gridMs(Math.max(turnMs, nowMs + 1), TAINTING_PERIOD_MS, TAINTING_OFFSET_MS);
    if (dueMs >= this.#taintingMs) return;
    this.#taintingMs = dueMs;
    this.#at(dueMs, () => {
      if (this.#taintingMs !== dueMs) return;
      this.#taintingMs = Number.POSITIVE_INFINITY;
      for (const queue of this.#zones.queues) queue.tryEach(dueMs, (name) => this.#taint(name));
      this.#planTainting();
    });
  }

  /** Gives a node the NoExecute taint that it needs now; returns whether the node can leave the queue. */
  #taint(name: string): boolean {
    const node = this.#api.node(name);
    if (node === undefined) return true;
    const ready = nodeCondition(node, "Ready")?.status;
    if (ready === undefined) return false;
    if (ready === "True") return true;
    const [toAdd, toRemove] = ready === "False" ? [NOT_READY, UNREACHABLE] : [UNREACHABLE, NOT_READY];
    return swapTaints(this.#api, node, { toAdd: [toAdd], toRemove: [toRemove] }, NODE_CONTROLLER);
  }

  /** `doNoScheduleTaintingPass`, once for all changes of an instant. */
  #planNoSchedule(name: string): void {
    if (this.#noSchedulePlanned.has(name)) return;
    this.#noSchedulePlanned.add(name);
    this.#later(NO_SCHEDULE_DELAY_MS, () => {
      this.#noSchedulePlanned.delete(name);
      const node = this.#api.node(name);
      if (node !== undefined) this.#taintNoSchedule(node);
    });
  }

  #taintNoSchedule(node: Node): void {
    const difference = taintDifference(conditionTaints(node), heldConditionTaints(node));
    if (difference.toAdd.length + difference.toRemove.length === 0) return;
    swapTaints(this.#api, node, difference, NODE_CONTROLLER);
  }

  /** `processPod`: a pod that is bound to a node that is not ready is marked as not ready. */
  #processPod(namespace: string, name: string, failures: number): void {
    const pod = this.#api.pod(namespace, name);
    const { nodeName = "" } = pod?.spec ?? {};
    const ready = this.#monitor.readyOf(nodeName);
    if (pod === undefined || ready === undefined) return;
    if (this.#api.node(nodeName) === undefined) {
      this.#later(defaultRetryDelay(failures), () => this.#processPod(namespace, name, failures + 1));
    } else if (ready !== "True") markPodsNotReady(this.#api, [pod], NODE_CONTROLLER);
  }

  /** The first instant at or after `fromMs` that is `offsetMs` after a multiple of `periodMs` since the start. */
  #gridMs(fromMs: number, periodMs: number, offsetMs: number): number {
    const firstMs = this.#startedMs + offsetMs;
    return firstMs + Math.max(0, Math.ceil((fromMs - firstMs) / periodMs)) * periodMs;
  }

  #later(delayMs: number, action: () => void): void {
    this.#at(this.#loop.nowMs + delayMs, action);
  }

  #at(atMs: number, action: () => void): void {
    this.#loop.schedule(atMs, Phase.control, () => {
      if (!this.#stopped) action();
    });
  }
}
