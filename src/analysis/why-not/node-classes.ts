/** Why a pod has no node, by class of nodes: what each class lacks, and who holds its room. */

import type { NodeFacts } from "../../api/scheduling-types.ts";
import type { Pod } from "../../api/types.ts";
import { controllerNameOf } from "../../apiserver/controller-reference.ts";
import type { PlannedNode } from "../../kubelet/cluster-node.ts";
import { nodeFactsOf } from "../../kubelet/cluster-node.ts";
import { ClusterState } from "../../scheduler/cluster-state.ts";
import { prepareFilters } from "../../scheduler/framework/filter-cycle.ts";
import { DEFAULT_PROFILE } from "../../scheduler/framework/profile.ts";
import type { NodeInfo } from "../../scheduler/node-info.ts";
import { PodInfo } from "../../scheduler/pod-info.ts";
import { PodShapes } from "../../scheduler/pod-shape.ts";
import { switchesOfPlan } from "../../simulation/releases/releases.ts";
import { withSchedulerGates } from "../../simulation/releases/scheduler-gates.ts";
import type { Moment } from "./moment.ts";
import { lacksOf } from "./node-lacks.ts";
import { holdersOf } from "./room-holders.ts";

/** How many classes are listed one by one. */
const MOST_CLASSES = 8;

/** Nodes that are alike in everything that decides which pods fit there. */
export interface NodeClass {
  readonly name: string;
  readonly nodes: readonly NodeInfo[];
}

/**
 * A line for each class of nodes: what it lacks for the pod, and who holds the room there.
 *
 * @returns nothing if the run has no nodes, or the pod is not waiting for room
 */
export function classesWithout(pod: Pod, moment: Moment): string[] {
  const { cluster } = moment.plan;
  if (cluster === undefined) return [];
  const switches = withSchedulerGates(switchesOfPlan(moment.plan));
  const shapes = new PodShapes(switches);
  const infoOf = (object: Pod) => new PodInfo(object, shapes.of(object.spec));
  const state = new ClusterState((name) => ({ "kubernetes.io/metadata.name": name }));
  for (const spec of cluster.nodes) {
    const facts = factsAt(spec, moment);
    if (facts !== undefined) state.setNode(facts);
  }
  for (const { object } of moment.tenants) state.setPod(infoOf(object), object.spec.nodeName ?? "");
  const waiting = infoOf(pod);
  const prepared = prepareFilters(DEFAULT_PROFILE.filters, waiting, state, switches);
  if (prepared.kind === "refused") return [...prepared.verdict.reasons];
  const classes = nodeClasses(state.nodes);
  const owners = new Map(moment.tenants.map(({ object: { metadata } }) => [metadata.uid, ownerOf(metadata)]));
  const lines = classes.slice(0, MOST_CLASSES).map(({ name, nodes }) => {
    const lacks = lacksOf(nodes, waiting, prepared.filters);
    const count = nodes.length === 1 ? "1 node" : `${nodes.length} nodes`;
    const holders = lacks.isFull ? holdersOf(nodes, waiting, (uid) => owners.get(uid) ?? uid) : [];
    const words = lacks.texts.length === 0 ? "fits now" : lacks.texts.join("; ");
    return `${name} (${count}): ${words}${holders.length === 0 ? "" : `; held by ${holders.join(", ")}`}`;
  });
  const more = classes.length - MOST_CLASSES;
  return more > 0 ? [...lines, `${more} more kinds of nodes do not fit either`] : lines;
}

/** The node as it was at the moment; nothing if its object was gone. */
function factsAt(spec: PlannedNode, { nodes }: Moment): NodeFacts | undefined {
  const history = nodes.get(spec.name);
  const isYetToCome = spec.isAbsent === true && history === undefined;
  if (isYetToCome || history?.now.type === "DELETED") return undefined;
  return nodeFactsOf(spec, history?.now.object);
}

function nodeClasses(nodes: readonly NodeInfo[]): NodeClass[] {
  const classes = new Map<string, NodeInfo[]>();
  for (const node of nodes) {
    const { "kubernetes.io/hostname": _, ...labels } = node.labels;
    const { allocatable } = node.node.status ?? {};
    const key = JSON.stringify([kindOf(node.name), labels, node.taints, node.node.spec?.unschedulable, allocatable]);
    classes.set(key, [...(classes.get(key) ?? []), node]);
  }
  return [...classes.values()].map((members) => ({ name: kindOf(members[0]?.name ?? ""), nodes: members }));
}

/** The name of a numbered node without its number. */
function kindOf(name: string): string {
  return name.replace(/-\d+$/, "");
}

function ownerOf({ name, ownerReferences }: Pod["metadata"]): string {
  return controllerNameOf(ownerReferences)?.name ?? name;
}
