/**
 * The Cluster Autoscaler (semantics 13, section 10.1): checks every ten seconds for unschedulable pods and unneeded
 * nodes.
 *
 * Passes in which nothing can have changed are skipped: there is one after a change of a pod or a node, and when an
 * unneeded node is due for removal.
 */

import type { Node, NodeTaint } from "../../api/kinds/node.ts";
import { POD_DISRUPTION_BUDGET } from "../../api/kinds/pod-disruption-budget.ts";
import { taintsOf } from "../../api/node.ts";
import type { NodeFacts } from "../../api/scheduling-types.ts";
import type { Pod } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { judgeEviction } from "../../apiserver/eviction-verdict.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import { randomStream } from "../../engine/random.ts";
import { nodeFactsOf, type PlannedNode } from "../../kubelet/cluster-node.ts";
import type { PodInfo } from "../../scheduler/pod-info.ts";
import type { SchedulerSwitches } from "../../scheduler/switches.ts";
import type { Nodes } from "../nodes/nodes.ts";
import { AutoscalerEvents } from "./autoscaler-events.ts";
import { CANDIDATE, Candidates } from "./candidates.ts";
import { ClusterView, PodReader, templateOf } from "./cluster-view.ts";
import { chooseOption, type Option } from "./expander.ts";
import { type Group, NodeGroups } from "./node-groups.ts";
import {
  AUTOSCALER,
  DELAY_AFTER_ADD_MS,
  DELAY_AFTER_TAINT_MS,
  type Expander,
  MOST_AT_ONCE,
  type PlannedPool,
  SCAN_INTERVAL_MS,
} from "./pool.ts";
import { unneededNodes } from "./scale-down.ts";
import { estimate, histogram, type PoolEstimate, withoutRoom } from "./scale-up.ts";

export interface AutoscalerWorld {
  readonly loop: EventLoop;
  readonly server: ApiServer;
  readonly nodes: Nodes;
  readonly seed: string;
  readonly switches: SchedulerSwitches;
}

export interface AutoscalerPlan {
  readonly pools: readonly PlannedPool[];
  readonly nodes: readonly PlannedNode[];
  readonly expander: Expander;
}

const TO_BE_DELETED: NodeTaint = { key: "ToBeDeletedByClusterAutoscaler", effect: "NoSchedule" };

export class ClusterAutoscaler {
  readonly #world: AutoscalerWorld;
  readonly #specs: ReadonlyMap<string, PlannedNode>;
  readonly #expander: Expander;
  readonly #groups: NodeGroups;
  readonly #reader: PodReader;
  readonly #draw: () => number;
  readonly #events: AutoscalerEvents;
  readonly #candidates: Candidates;
  /** The last NotTriggerScaleUp message of each waiting pod, by UID. */
  readonly #lastMessages = new Map<string, string>();
  #nextScanMs = Number.POSITIVE_INFINITY;
  #lastAddMs = Number.NEGATIVE_INFINITY;

  constructor(world: AutoscalerWorld, { pools, nodes, expander }: AutoscalerPlan) {
    this.#world = world;
    this.#events = new AutoscalerEvents(world.server, world.nodes.api);
    this.#candidates = new Candidates(world.loop, world.nodes.api);
    this.#expander = expander;
    this.#specs = new Map(nodes.map((node) => [node.name, node]));
    this.#reader = new PodReader(world.switches);
    this.#draw = randomStream(world.seed, AUTOSCALER);
    this.#groups = new NodeGroups(world, pools, () => this.#scanSoon());
    world.server.storage.log.follow((entry) => this.#follow(entry));
    this.#scanSoon();
  }

  /** Schedules a pass after every change that can affect its outcome. */
  #follow(entry: LogEntry): void {
    if (entry.kind !== "commit") return;
    if (entry.resource === "pods") {
      const { spec, status } = entry.object;
      const isPlaced = (spec.nodeName ?? "") !== "";
      const isNews = entry.type === "DELETED" || isTerminalPhase(status.phase) || !isPlaced;
      const isBound = isPlaced && (entry.previous?.spec.nodeName ?? "") === "";
      if (isNews || isBound) this.#scanSoon();
      if (entry.type === "DELETED" || isBound) this.#lastMessages.delete(entry.object.metadata.uid);
    }
  }

  #scanSoon(): void {
    const { nowMs } = this.#world.loop;
    this.#scanAt((Math.floor(nowMs / SCAN_INTERVAL_MS) + 1) * SCAN_INTERVAL_MS);
  }

  /** @param atMs any instant; the pass is the first one at or after it */
  #scanAt(atMs: number): void {
    const dueMs = Math.ceil(atMs / SCAN_INTERVAL_MS) * SCAN_INTERVAL_MS;
    if (dueMs >= this.#nextScanMs) return;
    this.#nextScanMs = dueMs;
    this.#world.loop.schedule(dueMs, Phase.late, () => {
      if (this.#nextScanMs !== dueMs) return;
      this.#nextScanMs = Number.POSITIVE_INFINITY;
      this.#scan();
    });
  }

  #scan(): void {
    const pods = [...this.#world.server.pods.pods];
    const view = new ClusterView(this.#facts(), pods, this.#reader);
    const waiting = withoutRoom(view, view.waiting);
    const isGrowing = waiting.length > 0 && this.#scaleUp(view, waiting);
    // A pass that has requested nodes does not remove any.
    if (!isGrowing) this.#scaleDown(pods);
  }

  /** The existing nodes and those that are starting. */
  *#facts(): Iterable<NodeFacts> {
    const { api } = this.#world.nodes;
    for (const node of api.nodes()) {
      const spec = this.#specs.get(node.metadata.name);
      if (spec !== undefined && !isToBeDeleted(node)) yield nodeFactsOf(spec, node);
    }
    for (const { starting } of this.#groups.groups) {
      for (const name of starting) {
        const spec = this.#specs.get(name);
        if (spec !== undefined) yield templateOf(spec);
      }
    }
  }

  /** Returns whether nodes were requested. */
  #scaleUp(view: ClusterView, waiting: readonly PodInfo[]): boolean {
    const estimates = this.#groups.groups.map((group) => {
      const specs = this.#groups.freeNames(group).flatMap((name) => this.#specs.get(name) ?? []);
      return estimate(view, waiting, { pool: group.pool.name, nodes: specs.map(templateOf) });
    });
    const options = estimates.flatMap((one) => (one.kind === "option" ? [one.option] : []));
    const best = chooseOption(this.#expander, options, (below) => Math.floor(this.#draw() * below));
    if (best === undefined) {
      for (const pod of waiting) this.#refuse(pod, view, estimates);
      return false;
    }
    this.#grow(best);
    // Only one pool grows per pass.
    if (best.pods.length < waiting.length) this.#scanSoon();
    return true;
  }

  #grow({ pool, nodes, pods }: Option): void {
    const group = this.#groups.group(pool);
    if (group === undefined) return;
    const before = this.#groups.sizeOf(group);
    const max = group.pool.nodes.length;
    const sizes = `${before}->${before + nodes} (max: ${max})`;
    const text = `${pool} size to ${before + nodes} instead of ${before} (max: ${max})`;
    this.#events.ofItself("ScaledUpGroup", `Scale-up: setting group ${text}`);
    this.#groups.start(group, nodes);
    this.#lastAddMs = this.#world.loop.nowMs;
    this.#events.ofItself("ScaledUpGroup", `Scale-up: group ${text.replace("size to", "size set to")}`);
    for (const pod of pods)
      this.#events.ofPod(pod.object.metadata, "TriggeredScaleUp", `pod triggered scale-up: [{${pool} ${sizes}}]`);
  }

  /** Records a message only once; in a cluster it is repeated and counted. */
  #refuse(pod: PodInfo, view: ClusterView, estimates: readonly PoolEstimate[]): void {
    const refusals = this.#groups.groups.map((group, at) => {
      const own = estimates[at];
      const isFull = this.#groups.freeNames(group).length === 0;
      if (isFull || own?.kind !== "refused") return own?.kind === "refused" ? own.reasons : [];
      return this.#reasonsOf(pod, view, group);
    });
    const text = `pod didn't trigger scale-up: ${histogram(refusals)}`;
    if (this.#lastMessages.get(pod.uid) === text) return;
    this.#lastMessages.set(pod.uid, text);
    this.#events.ofPod(pod.object.metadata, "NotTriggerScaleUp", text);
  }

  #reasonsOf(pod: PodInfo, view: ClusterView, group: Group): readonly string[] {
    const [name = ""] = this.#groups.freeNames(group);
    const spec = this.#specs.get(name);
    if (spec === undefined) return [];
    const one = estimate(view, [pod], { pool: group.pool.name, nodes: [templateOf(spec)] });
    return one.kind === "refused" ? one.reasons : [];
  }

  #scaleDown(pods: readonly Pod[]): void {
    const { nowMs } = this.#world.loop;
    const byUid = new Map(pods.map((pod) => [pod.metadata.uid, pod]));
    const view = new ClusterView(this.#presentFacts(), pods, this.#reader);
    const candidates = this.#groups.groups.flatMap((group) =>
      this.#groups.sizeOf(group) <= group.pool.min
        ? []
        : [...group.present].flatMap((name) => (group.leaving.has(name) ? [] : (view.state.node(name) ?? []))),
    );
    const empty = new Set(candidates.filter((node) => node.pods.length === 0).map(({ name }) => name));
    const unneeded = unneededNodes(view, candidates, {
      podOf: (uid) => byUid.get(uid),
      mayBeEvicted: (pod) => this.#mayBeEvicted(pod),
    }).map(({ name }) => name);
    this.#candidates.mark(unneeded);
    const readyMs = this.#lastAddMs + DELAY_AFTER_ADD_MS;
    const due: { group: Group; name: string }[] = [];
    for (const name of unneeded) {
      const group = this.#groups.groups.find(({ present }) => present.has(name));
      if (group === undefined) continue;
      const dueMs = Math.max(this.#candidates.sinceMs(name) + group.pool.scaleDownAfterMs, readyMs);
      if (dueMs > nowMs) this.#scanAt(dueMs);
      else due.push({ group, name });
    }
    this.#remove(due, empty);
  }

  #mayBeEvicted(pod: Pod): boolean {
    const { objects, pods } = this.#world.server;
    const { namespace } = pod.metadata;
    const budgets = objects.list(POD_DISRUPTION_BUDGET, namespace);
    return judgeEviction(pod, budgets, pods.pods.inNamespace(namespace)).kind === "allowed";
  }

  /** Removes empty nodes together, others one at a time; no pool shrinks below its minimum. */
  #remove(due: readonly { readonly group: Group; readonly name: string }[], empty: ReadonlySet<string>): void {
    const isFree = ({ group }: { readonly group: Group }) => this.#groups.sizeOf(group) > group.pool.min;
    let removed = 0;
    for (const one of due) {
      if (!empty.has(one.name) || removed >= MOST_AT_ONCE || !isFree(one)) continue;
      this.#begin(one.group, one.name);
      removed++;
    }
    const isDraining = this.#groups.groups.some(({ leaving }) => leaving.size > 0);
    const busy = due.find((one) => !empty.has(one.name) && isFree(one));
    if (!isDraining && busy !== undefined) this.#begin(busy.group, busy.name);
    else if (busy !== undefined) this.#scanSoon();
  }

  #begin(group: Group, name: string): void {
    const { loop, nodes } = this.#world;
    const node = nodes.api.node(name);
    if (node === undefined) return;
    group.leaving.add(name);
    this.#candidates.forget(name);
    const others = taintsOf(node).filter(({ key }) => key !== CANDIDATE.key);
    nodes.api.replaceTaints(name, [...others, TO_BE_DELETED], AUTOSCALER);
    this.#events.ofNode(name, "marked the node as toBeDeleted/unschedulable");
    // It does not list pods that have ended; they go with their node.
    const pods = nodes.api.podsOn(name).filter(({ status }) => !isTerminalPhase(status.phase));
    if (pods.length === 0) this.#events.ofItself("ScaleDownEmpty", `Scale-down: removing empty node "${name}"`);
    for (const { metadata } of pods) this.#events.ofPod(metadata, "ScaleDown", "deleting pod for node scale down");
    nodes.evictAll(pods, () => group.leaving.has(name));
    loop.schedule(loop.nowMs + DELAY_AFTER_TAINT_MS, Phase.world, () => this.#finish(group, name));
  }

  /** Waits until the node is empty. */
  #finish(group: Group, name: string): void {
    if (!group.leaving.has(name)) return;
    const { loop, nodes } = this.#world;
    const isEmpty = nodes.api.podsOn(name).every(({ status }) => isTerminalPhase(status.phase));
    if (!isEmpty) {
      loop.schedule(loop.nowMs + DELAY_AFTER_TAINT_MS, Phase.world, () => this.#finish(group, name));
      return;
    }
    this.#events.ofNode(name, "nodes removed by cluster autoscaler");
    this.#groups.remove(group, name);
    this.#scanSoon();
  }

  *#presentFacts(): Iterable<NodeFacts> {
    for (const node of this.#world.nodes.api.nodes()) {
      const spec = this.#specs.get(node.metadata.name);
      if (spec !== undefined && !isToBeDeleted(node)) yield nodeFactsOf(spec, node);
    }
  }
}

function isToBeDeleted(node: Node): boolean {
  return taintsOf(node).some(({ key }) => key === TO_BE_DELETED.key);
}
