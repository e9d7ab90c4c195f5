/** Queueing hints of PodTopologySpread: changes of matching pods, and of nodes that affect a domain. */

import { equalJson } from "../../api/json.ts";
import type { NodeFacts } from "../../api/scheduling-types.ts";
import { matchesSelector } from "../../api/selector.ts";
import type { NodeClusterEvent, PodClusterEvent } from "../cluster-event.ts";
import { hasAllKeys, type SpreadConstraint, spreadConstraintsOf } from "../plugins/spread-constraint.ts";
import type { PodInfo } from "../pod-info.ts";
import { type HintContext, type Hints, takesRoom } from "./hint.ts";

export const spreadHints: Hints = {
  plugin: "PodTopologySpread",
  podActions: ["podAdd", "podDelete", "podLabels", "podTolerations"],
  nodeActions: ["nodeAdd", "nodeDelete", "nodeLabels", "nodeTaints"],
  onPod: onPod,
  onNode: onNode,
};

function onPod(pod: PodInfo, { before, after }: PodClusterEvent, { switches }: HintContext): boolean {
  const other = after ?? before;
  if (other === undefined || other.namespace !== pod.namespace) return false;
  if (other.uid !== pod.uid && !takesRoom(other)) return false;
  const constraints = spreadConstraintsOf(pod, pod.shape.hardSpread, switches);
  const matches = ({ selector }: SpreadConstraint, { labels }: PodInfo) => matchesSelector(selector, labels);
  if (before === undefined || after === undefined) return constraints.some((constraint) => matches(constraint, other));
  const isOwn = after.uid === pod.uid && !equalJson(before.shape.tolerations, after.shape.tolerations);
  if (isOwn && constraints.some(({ honoursTaints }) => honoursTaints)) return true;
  return constraints.some((constraint) => matches(constraint, before) !== matches(constraint, after));
}

function onNode(pod: PodInfo, { before, after }: NodeClusterEvent, { switches }: HintContext): boolean {
  const constraints = spreadConstraintsOf(pod, pod.shape.hardSpread, switches);
  const [was, is] = [isInDomains(constraints, before), isInDomains(constraints, after)];
  if (before === undefined || after === undefined) return was || is;
  if (was !== is) return true;
  if (!is) return false;
  return isMoved(constraints, before, after) || !equalJson(before.spec?.taints ?? [], after.spec?.taints ?? []);
}

function isInDomains(constraints: readonly SpreadConstraint[], node: NodeFacts | undefined): boolean {
  return node !== undefined && hasAllKeys(constraints, { labels: node.metadata.labels ?? {} });
}

function isMoved(constraints: readonly SpreadConstraint[], before: NodeFacts, after: NodeFacts): boolean {
  return constraints.some(
    ({ topologyKey }) => before.metadata.labels?.[topologyKey] !== after.metadata.labels?.[topologyKey],
  );
}
