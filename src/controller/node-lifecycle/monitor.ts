/** One pass over all nodes: which are silent or back, with the effects on zones and pods (`monitorNodeHealth`). */

import { hasTaint, type Node, type NodeCondition, nodeCondition } from "../../api/node.ts";
import { formatTimestamp, parseTimestamp } from "../../api/timestamp.ts";
import type { ConditionStatus } from "../../api/types.ts";
import type { Actor } from "../../apiserver/log.ts";
import type { Heartbeats, NodeApi } from "../node-api.ts";
import { isSilent, type NodeHealth, observe, type SeenReady, type Sighting, silentConditions } from "./node-health.ts";
import { markPodsNotReady } from "./pods-not-ready.ts";
import type { NodeLifecycleSettings } from "./settings.ts";
import { NOT_READY, UNREACHABLE } from "./taint-sets.ts";
import { removeTaints, swapTaints } from "./tainting.ts";
import { zoneOf } from "./zone-state.ts";
import type { Zones } from "./zones.ts";

export interface MonitorOptions {
  readonly api: NodeApi;
  readonly heartbeats: Heartbeats;
  readonly settings: NodeLifecycleSettings;
  readonly zones: Zones;
  readonly actor: Actor;
  /** The instant of virtual time 0, in milliseconds since 1970. */
  readonly epochMs: number;
}

export class NodeMonitor {
  readonly #api: NodeApi;
  readonly #heartbeats: Heartbeats;
  readonly #settings: NodeLifecycleSettings;
  readonly #zones: Zones;
  readonly #actor: Actor;
  readonly #epochMs: number;
  readonly #known = new Set<string>();
  /** By the name of the node: a new node of the same name starts with the health of the old one. */
  readonly #health = new Map<string, NodeHealth>();

  constructor({ api, heartbeats, settings, zones, actor, epochMs }: MonitorOptions) {
    this.#api = api;
    this.#heartbeats = heartbeats;
    this.#settings = settings;
    this.#zones = zones;
    this.#actor = actor;
    this.#epochMs = epochMs;
  }

  /** The Ready status that the last pass saw; `undefined` for an unseen node or one whose kubelet never posted. */
  readyOf(name: string): ConditionStatus | undefined {
    return this.#health.get(name)?.ready?.status;
  }

  /** Catches up on the heartbeats that a skipped pass at `atMs` would have seen. */
  lookBack(atMs: number): void {
    for (const [name, saved] of this.#health) {
      if (saved.ready === undefined) continue;
      const heartbeatMs = Math.max(saved.ready.heartbeatMs, this.#postedInstantMs(name, atMs));
      const ready = { ...saved.ready, heartbeatMs };
      const leaseMs = this.#heartbeats.renewedMs(name, atMs);
      this.#health.set(name, observe(saved, { ready, leaseMs, createdMs: 0 }, atMs));
    }
  }

  pass(nowMs: number): void {
    const nodes = this.#api.nodes();
    this.#register(nodes);
    const ready = new Map<string, (ConditionStatus | undefined)[]>();
    for (const node of nodes) {
      const status = this.#examine(node, nowMs);
      const zone = zoneOf(node);
      ready.set(zone, [...(ready.get(zone) ?? []), status]);
    }
    const disruption = this.#zones.judge(ready, nowMs);
    if (disruption === "entered") for (const node of nodes) this.#markReachable(node);
    if (disruption === "left") this.#forgetSilence(nodes, nowMs);
  }

  /**
   * Whether passes have nothing to do until a node or heartbeat changes: no live node is Unknown, and all silent nodes
   * are.
   */
  get isSettled(): boolean {
    return this.#api.nodes().every((node) => {
      const ready = nodeCondition(node, "Ready");
      if (ready === undefined || !this.#known.has(node.metadata.name)) return false;
      return this.#heartbeats.isAlive(node.metadata.name) ? ready.status !== "Unknown" : ready.status === "Unknown";
    });
  }

  #register(nodes: readonly Node[]): void {
    const names = new Set(nodes.map(({ metadata }) => metadata.name));
    for (const node of nodes) {
      const { name } = node.metadata;
      this.#zones.meet(node);
      if (this.#known.has(name)) continue;
      this.#known.add(name);
      this.#record(name, "RegisteredNode", `Node ${name} event: Registered Node ${name} in Controller`);
      this.#markReachable(node);
    }
    for (const name of this.#known) {
      if (names.has(name)) continue;
      this.#known.delete(name);
      this.#record(name, "RemovingNode", `Node ${name} event: Removing Node ${name} from Controller`);
    }
  }

  /** `tryUpdateNodeHealth` and what follows for one node; returns its Ready condition after the pass. */
  #examine(node: Node, nowMs: number): ConditionStatus | undefined {
    const { name } = node.metadata;
    const before = nodeCondition(node, "Ready")?.status;
    const health = observe(this.#health.get(name), this.#sightingOf(node, nowMs), nowMs);
    this.#health.set(name, health);
    const silent = isSilent(health, this.#settings, nowMs) && before !== "Unknown";
    if (silent) this.#declareSilent(node, health);
    const ready = silent ? "Unknown" : before;
    if (ready === undefined) return ready;
    this.#giveUp(node, ready, nowMs);
    if (before === "True" && ready !== "True") {
      this.#record(name, "NodeNotReady", `Node ${name} status is now: NodeNotReady`);
      markPodsNotReady(this.#api, this.#api.podsOn(name), this.#actor);
    }
    return ready;
  }

  #declareSilent({ metadata, status }: Node, health: NodeHealth): void {
    const now = formatTimestamp(this.#api.instantMs);
    const conditions = silentConditions(status?.conditions ?? [], metadata.creationTimestamp, now);
    this.#api.replaceNodeConditions(metadata.name, conditions, this.#actor);
    const heartbeatMs = health.ready?.heartbeatMs ?? parseTimestamp(metadata.creationTimestamp);
    this.#health.set(metadata.name, { ...health, ready: { status: "Unknown", heartbeatMs } });
  }

  /** `processTaintBaseEviction`: adding a NoExecute taint is rate-limited; swapping and removing are immediate. */
  #giveUp(node: Node, ready: ConditionStatus, nowMs: number): void {
    if (ready === "True") {
      this.#markReachable(node);
      return;
    }
    const [wanted, opposite] = ready === "False" ? [NOT_READY, UNREACHABLE] : [UNREACHABLE, NOT_READY];
    if (hasTaint(node, opposite)) {
      swapTaints(this.#api, node, { toAdd: [wanted], toRemove: [opposite] }, this.#actor);
      return;
    }
    const queue = this.#zones.queueOf(node);
    if (!hasTaint(node, wanted)) queue.remove(node.metadata.name);
    queue.add(node.metadata.name, nowMs);
  }

  /** `markNodeAsReachable`. */
  #markReachable(node: Node): void {
    removeTaints(this.#api, node, [UNREACHABLE], this.#actor);
    removeTaints(this.#api, node, [NOT_READY], this.#actor);
    this.#zones.queueOf(node).remove(node.metadata.name);
  }

  /** A node is back after all were lost: restarts the grace period of every node. */
  #forgetSilence(nodes: readonly Node[], nowMs: number): void {
    for (const { metadata } of nodes) {
      const health = this.#health.get(metadata.name);
      if (health !== undefined) this.#health.set(metadata.name, { ...health, probeMs: nowMs });
    }
  }

  #sightingOf(node: Node, nowMs: number): Sighting {
    const { name, creationTimestamp } = node.metadata;
    return {
      ready: this.#readyOf(nodeCondition(node, "Ready"), name, nowMs),
      leaseMs: this.#heartbeats.renewedMs(name, nowMs),
      createdMs: parseTimestamp(creationTimestamp) - this.#epochMs,
    };
  }

  /** The Ready condition with the latest heartbeat; heartbeats alone are not stored. */
  #readyOf(stored: NodeCondition | undefined, name: string, nowMs: number): SeenReady | undefined {
    if (stored === undefined) return undefined;
    const { status, lastHeartbeatTime } = stored;
    const storedMs = lastHeartbeatTime === undefined ? Number.NEGATIVE_INFINITY : parseTimestamp(lastHeartbeatTime);
    return { status, heartbeatMs: Math.max(storedMs, this.#postedInstantMs(name, nowMs)) };
  }

  #postedInstantMs(name: string, atMs: number): number {
    const postedMs = this.#heartbeats.postedMs(name, atMs);
    if (postedMs === undefined) return Number.NEGATIVE_INFINITY;
    return Math.floor((postedMs + this.#epochMs) / 1000) * 1000;
  }

  #record(name: string, reason: string, message: string): void {
    this.#api.recordEvent({ kind: "Node", namespace: "", name, type: "Normal", reason, message }, this.#actor);
  }
}
