/** Queueing hints of the plugins that depend only on nodes: taints, cordons, selectors, names. */

import { UNSCHEDULABLE_TAINT } from "../../api/node.ts";
import { matchesRequiredNodeAffinity } from "../../api/node-selector.ts";
import type { NodeFacts } from "../../api/scheduling-types.ts";
import { isTolerated, untoleratedTaint } from "../../api/tolerations.ts";
import type { PodClusterEvent } from "../cluster-event.ts";
import type { PodInfo } from "../pod-info.ts";
import { always, type Hints, never } from "./hint.ts";

/** A node whose taints the pod tolerates now but did not before. */
export const taintTolerationHints: Hints = {
  plugin: "TaintToleration",
  podActions: ["podTolerations"],
  nodeActions: ["nodeAdd", "nodeTaints"],
  onPod: isOwnTolerationChange,
  onNode: (pod, { before, after }) => !tolerates(pod, before) && tolerates(pod, after),
};

/** A node that is schedulable now but was not before. */
export const nodeUnschedulableHints: Hints = {
  plugin: "NodeUnschedulable",
  podActions: ["podTolerations"],
  nodeActions: ["nodeAdd", "nodeTaints"],
  onPod: (pod, { after }) =>
    after !== undefined && after.uid === pod.uid && isTolerated(UNSCHEDULABLE_TAINT, after.shape.tolerations),
  onNode: (_pod, { before, after }) => !isOpen(before) && isOpen(after),
};

/** A node that the pod selects now but did not before. */
export const nodeAffinityHints: Hints = {
  plugin: "NodeAffinity",
  podActions: [],
  nodeActions: ["nodeAdd", "nodeLabels"],
  onPod: never,
  onNode: (pod, { before, after }) => !selects(pod, before) && selects(pod, after),
};

/** Any new node. */
export const nodeNameHints: Hints = {
  plugin: "NodeName",
  podActions: [],
  nodeActions: ["nodeAdd"],
  onPod: never,
  onNode: always,
};

function isOwnTolerationChange(pod: PodInfo, { before, after }: PodClusterEvent): boolean {
  if (before === undefined || after === undefined || after.uid !== pod.uid) return false;
  return before.shape.tolerations.length !== after.shape.tolerations.length;
}

function tolerates({ shape }: PodInfo, node: NodeFacts | undefined): boolean {
  return node !== undefined && untoleratedTaint(node.spec?.taints ?? [], shape.tolerations) === undefined;
}

function isOpen(node: NodeFacts | undefined): boolean {
  return node !== undefined && node.spec?.unschedulable !== true;
}

function selects({ shape }: PodInfo, node: NodeFacts | undefined): boolean {
  return node !== undefined && matchesRequiredNodeAffinity(shape.spec, node);
}
