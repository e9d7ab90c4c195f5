/** What the autoscaler sees in one pass: nodes with their pods, starting nodes, and unschedulable pods. */

import { copyWith } from "../../api/copy-with.ts";
import type { NodeFacts } from "../../api/scheduling-types.ts";
import type { Pod } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import { nodeFactsOf, type PlannedNode } from "../../kubelet/cluster-node.ts";
import { ClusterState } from "../../scheduler/cluster-state.ts";
import { checkNode, prepareFilters } from "../../scheduler/framework/filter-cycle.ts";
import { DEFAULT_PROFILE } from "../../scheduler/framework/profile.ts";
import type { PluginVerdict } from "../../scheduler/framework/verdict.ts";
import type { NodeInfo } from "../../scheduler/node-info.ts";
import { PodInfo } from "../../scheduler/pod-info.ts";
import { PodShapes } from "../../scheduler/pod-shape.ts";
import type { SchedulerSwitches } from "../../scheduler/switches.ts";
import { PRIORITY_CUTOFF } from "./pool.ts";

/** Parses pods, with a cache by object between passes. */
export class PodReader {
  readonly switches: SchedulerSwitches;
  readonly #shapes: PodShapes;
  readonly #known = new WeakMap<Pod, PodInfo>();

  constructor(switches: SchedulerSwitches) {
    this.switches = switches;
    this.#shapes = new PodShapes(switches);
  }

  read(pod: Pod): PodInfo {
    const known = this.#known.get(pod);
    // Each pass has its own cluster, to which it adds the pods.
    if (known !== undefined) return new PodInfo(known.object, known.shape);
    const read = new PodInfo(movable(pod), this.#shapes.of(pod.spec));
    this.#known.set(pod, read);
    return read;
  }
}

export class ClusterView {
  readonly state = new ClusterState((name) => ({ "kubernetes.io/metadata.name": name }));
  /** Unschedulable pods by priority, then by creation. */
  readonly waiting: readonly PodInfo[];
  readonly #switches: SchedulerSwitches;

  /** @param nodes existing nodes, and templates of those that are starting */
  constructor(nodes: Iterable<NodeFacts>, pods: Iterable<Pod>, reader: PodReader) {
    this.#switches = reader.switches;
    for (const node of nodes) this.state.setNode(node);
    const waiting: PodInfo[] = [];
    for (const pod of pods) {
      if (isTerminalPhase(pod.status.phase)) continue;
      const node = pod.spec.nodeName ?? "";
      const nominated = pod.status.nominatedNodeName ?? "";
      if (node !== "") this.state.setPod(reader.read(pod), node);
      else if (nominated !== "") this.state.setPod(reader.read(pod), nominated);
      else if (waitsForRoom(pod)) waiting.push(reader.read(pod));
    }
    this.waiting = waiting.sort((a, b) => b.priority - a.priority);
  }

  /** Why a pod does not fit on a node; `undefined` if it does. */
  verdict(pod: PodInfo, node: NodeInfo): PluginVerdict | undefined {
    const prepared = prepareFilters(DEFAULT_PROFILE.filters, pod, this.state, this.#switches);
    if (prepared.kind === "refused") return prepared.verdict;
    return checkNode(prepared.filters, node);
  }

  /** The first of the nodes on which a pod fits. */
  firstFit(pod: PodInfo, nodes: Iterable<NodeInfo>): NodeInfo | undefined {
    const prepared = prepareFilters(DEFAULT_PROFILE.filters, pod, this.state, this.#switches);
    if (prepared.kind === "refused") return undefined;
    for (const node of nodes) if (checkNode(prepared.filters, node) === undefined) return node;
    return undefined;
  }
}

/** The pod without its node, for simulated moves. */
function movable(pod: Pod): Pod {
  return (pod.spec.nodeName ?? "") === "" ? pod : { ...pod, spec: copyWith(pod.spec, { nodeName: "" }) };
}

/** The template of a new node. */
export function templateOf(spec: PlannedNode): NodeFacts {
  return nodeFactsOf(spec);
}

/** Whether the scheduler has marked the pod as unschedulable. */
function waitsForRoom({ metadata, spec, status }: Pod): boolean {
  if (metadata.deletionTimestamp !== undefined || (spec.priority ?? 0) < PRIORITY_CUTOFF) return false;
  return status.conditions?.some(({ type, reason }) => type === "PodScheduled" && reason === "Unschedulable") === true;
}
