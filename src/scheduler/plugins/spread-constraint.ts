/** A topology spread constraint, parsed for one pod, and which nodes and pods it counts. */

import type { TopologySpreadConstraint } from "../../api/scheduling-types.ts";
import { matchesSelector } from "../../api/selector.ts";
import { untoleratedTaint } from "../../api/tolerations.ts";
import type { LabelSelector, StringMap } from "../../api/types.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import type { SchedulerSwitches } from "../switches.ts";
import { selectsNode } from "./node-affinity.ts";

export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly selector: LabelSelector | undefined;
  /** Whether to ignore nodes that the pod does not select. */
  readonly honoursAffinity: boolean;
  /** Whether to ignore nodes with taints that the pod does not tolerate. */
  readonly honoursTaints: boolean;
}

/** Parses the constraints of a pod. */
export function spreadConstraintsOf(
  pod: PodInfo,
  constraints: readonly TopologySpreadConstraint[],
  switches: SchedulerSwitches,
): SpreadConstraint[] {
  return constraints.map((constraint) => ({
    topologyKey: constraint.topologyKey,
    maxSkew: constraint.maxSkew,
    minDomains: switches.minDomains ? (constraint.minDomains ?? 1) : 1,
    selector: switches.spreadLabelKeys ? withLabelKeys(constraint, pod.labels) : constraint.labelSelector,
    honoursAffinity: !switches.nodeInclusionPolicy || constraint.nodeAffinityPolicy !== "Ignore",
    honoursTaints: switches.nodeInclusionPolicy && constraint.nodeTaintsPolicy === "Honor",
  }));
}

function withLabelKeys(constraint: TopologySpreadConstraint, labels: StringMap): LabelSelector | undefined {
  const { labelSelector, matchLabelKeys = [] } = constraint;
  const keys = matchLabelKeys.filter((key) => Object.hasOwn(labels, key));
  if (labelSelector === undefined || keys.length === 0) return labelSelector;
  const own = keys.map((key) => ({ key, operator: "In", values: [labels[key] ?? ""] }));
  return { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...own] };
}

/** Whether a node counts for a constraint. */
export function isNodeIncluded(
  { honoursAffinity, honoursTaints }: SpreadConstraint,
  pod: PodInfo,
  node: NodeInfo,
): boolean {
  if (honoursAffinity && !selectsNode(pod, node)) return false;
  return !honoursTaints || untoleratedTaint(node.taints, pod.shape.tolerations) === undefined;
}

/** Whether a node is in a domain of every constraint. */
export function hasAllKeys(constraints: readonly SpreadConstraint[], { labels }: Pick<NodeInfo, "labels">): boolean {
  return constraints.every(({ topologyKey }) => Object.hasOwn(labels, topologyKey));
}

/** Number of pods on a node that a constraint matches, without terminating ones; the selector `{}` matches none. */
export function countPods({ selector }: SpreadConstraint, namespace: string, { pods }: NodeInfo): number {
  if (selector === undefined || isEverything(selector)) return 0;
  let count = 0;
  for (const pod of pods) {
    if (pod.namespace === namespace && !pod.isTerminating && matchesSelector(selector, pod.labels)) count++;
  }
  return count;
}

function isEverything({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return matchExpressions.length === 0 && Object.keys(matchLabels).length === 0;
}
