/**
 * The nodes of a run: their objects in the API server, their kubelets, and actions on them.
 *
 * Runs in which nothing happens to any node have neither Node objects nor controllers of nodes.
 */

import type { JsonObject } from "../../api/json.ts";
import { NODE, type NodeCondition, type NodeTaint } from "../../api/kinds/node.ts";
import { isSameTaint, taintsOf } from "../../api/node.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { Pod } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { isCommitOf } from "../../apiserver/log-entry.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import { nodeLabelsOf, type PlannedNode } from "../../kubelet/cluster-node.ts";
import { NodeHeartbeats } from "../../kubelet/heartbeats.ts";
import type { Kubelet } from "../../kubelet/kubelet.ts";
import type { Works } from "../checkpoints/works.ts";
import { drain } from "./drain.ts";
import { type NodeOutage, type Reclaim, SPOT_LEAD_MS } from "./node-outage.ts";
import { ServerNodeApi } from "./server-node-api.ts";

export interface NodesWorld {
  readonly loop: EventLoop;
  readonly server: ApiServer;
  readonly kubelet: Kubelet;
  /** The work of pods, if the plan has any. */
  readonly works?: Works | undefined;
}

export class Nodes {
  readonly api: ServerNodeApi;
  readonly heartbeats = new NodeHeartbeats();
  readonly #world: NodesWorld;
  readonly #specs: ReadonlyMap<string, PlannedNode>;
  /** Drains in progress, by node; a later drain or an uncordon cancels an earlier one. */
  readonly #drains = new Map<string, symbol>();

  /** @internal */
  constructor(world: NodesWorld, specs: readonly PlannedNode[]) {
    this.#world = world;
    this.api = new ServerNodeApi(world.server);
    this.#specs = new Map(specs.map((spec) => [spec.name, spec]));
    for (const { name, isAbsent } of specs) if (isAbsent !== true) this.#join(name);
    world.server.storage.log.follow((entry) => {
      if (!isCommitOf(NODE, entry)) return;
      const { metadata } = entry.object;
      world.kubelet.cluster?.nodeChanged(metadata.name, entry.type === "DELETED" ? undefined : entry.object);
    });
  }

  /** Schedules the outages of nodes. */
  schedule(outages: readonly NodeOutage[]): void {
    for (const outage of outages) this.#at(outage.atMs, () => this.#begin(outage));
  }

  /** When the kubelet of a node last renewed its lease, milliseconds since 1970. */
  leaseRenewedMs(node: string): number | undefined {
    const { nowMs } = this.#world.loop;
    const renewedMs = this.heartbeats.renewedMs(node, nowMs);
    return renewedMs === undefined ? undefined : this.api.instantMs - nowMs + renewedMs;
  }

  cordon(node: string): void {
    this.api.setUnschedulable(node, true, "user");
  }

  uncordon(node: string): void {
    this.#drains.delete(node);
    this.api.setUnschedulable(node, false, "user");
  }

  drain(node: string): void {
    const mine = Symbol(node);
    this.cordon(node);
    this.#drains.set(node, mine);
    const { loop, server } = this.#world;
    drain({ loop, server, api: this.api }, this.api.podsOn(node), () => this.#drains.get(node) === mine);
  }

  /** Evicts pods for the autoscaler, which has already tainted their node. */
  evictAll(pods: readonly Pod[], isOn: () => boolean): void {
    const { loop, server } = this.#world;
    drain({ loop, server, api: this.api }, pods, isOn, "cluster-autoscaler");
  }

  /**
   * The cloud gives notice that it reclaims a machine.
   *
   * @param leadMs from the notice until the machine is gone
   * @param gone called then; must remove the node
   */
  reclaim(node: string, how: Reclaim, leadMs: number, gone: () => void): void {
    if (how === "drain") this.drain(node);
    else this.shutDown(node, leadMs, 0);
    this.#at(this.#world.loop.nowMs + leadMs, gone);
  }

  /** The node loses power, and its containers are lost. */
  lose(node: string): void {
    if (!this.heartbeats.isAlive(node)) return;
    this.#drains.delete(node);
    this.heartbeats.silence(node, this.#world.loop.nowMs);
    const pods = this.api.podsOn(node);
    this.#world.works?.lost(pods);
    this.#world.kubelet.lose(node, pods);
  }

  /** The node loses its network: its pods keep running but are not reported. */
  cutOff(node: string): void {
    if (!this.heartbeats.isAlive(node)) return;
    this.heartbeats.silence(node, this.#world.loop.nowMs);
    this.#world.kubelet.cutOff(node);
  }

  /**
   * Graceful node shutdown: the kubelet reports that the node is shutting down, and stops its pods.
   *
   * @param graceMs from now until the node loses power
   * @param criticalMs the part of it that is reserved for critical pods; there are none in a run
   */
  shutDown(node: string, graceMs: number, criticalMs: number): void {
    if (!this.heartbeats.isAlive(node)) return;
    const { loop, kubelet } = this.#world;
    this.api.replaceNodeConditions(node, shuttingDown(this.#conditions()), "kubelet");
    kubelet.shutDown(node, this.api.podsOn(node), Math.max(0, graceMs - criticalMs) / 1000);
    this.#at(loop.nowMs + graceMs, () => this.lose(node));
  }

  /** A lost node reboots, as a new machine if its object is gone; a cut-off node only reconnects. */
  comeBack(name: string): void {
    const { loop, kubelet } = this.#world;
    if (this.heartbeats.isAlive(name)) return;
    if (this.api.node(name) === undefined) {
      kubelet.cluster?.forgetImages(name);
      this.#join(name);
    } else {
      this.heartbeats.revive(name, loop.nowMs);
      this.api.replaceNodeConditions(name, this.#conditions(), "kubelet");
    }
    if (kubelet.isCutOff(name)) kubelet.reconnect(name, this.api.podsOn(name));
    else kubelet.comeBack(name, this.api.podsOn(name));
  }

  /** Deletes the Node object. */
  remove(node: string): void {
    this.api.deleteNode(node, "user");
  }

  taint(name: string, taint: NodeTaint): void {
    this.#setTaint(name, taint, true);
  }

  untaint(name: string, taint: NodeTaint): void {
    this.#setTaint(name, taint, false);
  }

  #begin({ node, kind, downMs, leadMs = SPOT_LEAD_MS, reclaim = "drain" }: NodeOutage): void {
    const { nowMs } = this.#world.loop;
    if (kind === "spot") {
      this.reclaim(node, reclaim, Math.min(leadMs, downMs ?? leadMs), () => {
        this.lose(node);
        this.remove(node);
      });
    } else if (kind === "drain") this.drain(node);
    else this.lose(node);
    if (kind === "removal") this.remove(node);
    if (downMs === undefined) return;
    this.#at(nowMs + downMs, () => {
      if (kind === "drain") this.uncordon(node);
      else this.comeBack(node);
    });
  }

  #join(name: string): void {
    const spec = this.#specs.get(name);
    if (spec === undefined) return;
    this.heartbeats.revive(name, this.#world.loop.nowMs);
    this.api.createNode(manifestOf(spec, this.#conditions()), "kubelet");
  }

  #conditions(): readonly NodeCondition[] {
    return readyConditions(formatTimestamp(this.api.instantMs));
  }

  #setTaint(name: string, taint: NodeTaint, isAdded: boolean): void {
    const node = this.api.node(name);
    if (node === undefined) return;
    const others = taintsOf(node).filter((held) => !isSameTaint(held, taint));
    this.api.replaceTaints(name, isAdded ? [...others, taint] : others, "user");
  }

  #at(atMs: number, action: () => void): void {
    this.#world.loop.schedule(atMs, Phase.world, action);
  }
}

const HEALTHY = [
  ["MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"],
  ["DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"],
  ["PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"],
  ["Ready", "True", "KubeletReady", "kubelet is posting ready status"],
] as const;

function readyConditions(at: string): readonly NodeCondition[] {
  const times = { lastHeartbeatTime: at, lastTransitionTime: at };
  return HEALTHY.map(([type, status, reason, message]) => ({ type, status, ...times, reason, message }));
}

function shuttingDown(conditions: readonly NodeCondition[]): readonly NodeCondition[] {
  return conditions.map((condition) =>
    condition.type === "Ready"
      ? { ...condition, status: "False", reason: "KubeletNotReady", message: "node is shutting down" }
      : condition,
  );
}

function manifestOf(spec: PlannedNode, conditions: readonly NodeCondition[]): JsonObject {
  const { name, room, capacity = {}, taints } = spec;
  const { pods, cpuMilli, memoryBytes } = room;
  const allocatable = {
    pods: String(pods),
    ...(cpuMilli === undefined ? {} : { cpu: `${cpuMilli}m` }),
    ...(memoryBytes === undefined ? {} : { memory: String(memoryBytes) }),
    ...capacity,
  };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: nodeLabelsOf(spec) },
    spec: taints === undefined ? {} : { taints },
    status: { capacity: allocatable, allocatable, conditions },
  };
}
