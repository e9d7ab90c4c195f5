/** Queueing hints of InterPodAffinity: changes of pods that its terms match, and of the topology of nodes. */

import type { NodeClusterEvent, PodClusterEvent } from "../cluster-event.ts";
import { type AffinityTerm, matchesTerm } from "../label-terms.ts";
import type { PodInfo } from "../pod-info.ts";
import { type HintContext, type Hints, takesRoom } from "./hint.ts";

export const affinityHints: Hints = {
  plugin: "InterPodAffinity",
  podActions: ["podAdd", "podDelete", "podLabels"],
  nodeActions: ["nodeAdd", "nodeLabels"],
  onPod,
  onNode,
};

function onPod(pod: PodInfo, { before, after }: PodClusterEvent, { namespaceLabels }: HintContext): boolean {
  const other = after ?? before;
  if (other === undefined) return false;
  if (after !== undefined && after.uid === pod.uid) return true;
  if (!takesRoom(other)) return false;
  const { requiredAffinity, requiredAntiAffinity } = pod.terms;
  const matchesAll = (terms: readonly AffinityTerm[], by: PodInfo) =>
    terms.length > 0 && terms.every((term) => matchesTerm(term, by, namespaceLabels));
  if (before !== undefined && after !== undefined) {
    if (!matchesAll(requiredAffinity, before) && matchesAll(requiredAffinity, after)) return true;
    return matchesAll(requiredAntiAffinity, before) && !matchesAll(requiredAntiAffinity, after);
  }
  if (after !== undefined) return matchesAll(requiredAffinity, after);
  return matchesAll(requiredAntiAffinity, other) || matchesAll(other.terms.requiredAntiAffinity, pod);
}

function onNode(pod: PodInfo, { before, after }: NodeClusterEvent): boolean {
  const { requiredAffinity, requiredAntiAffinity } = pod.terms;
  const was = before?.metadata.labels ?? {};
  const is = after?.metadata.labels ?? {};
  if (after === undefined) return false;
  if (before === undefined) {
    if (requiredAntiAffinity.length > 0) return true;
    return requiredAffinity.some(({ topologyKey }) => Object.hasOwn(is, topologyKey));
  }
  if (requiredAffinity.some(({ topologyKey: key }) => Object.hasOwn(is, key) && was[key] !== is[key])) return true;
  return requiredAntiAffinity.some(({ topologyKey: key }) => Object.hasOwn(was, key) && was[key] !== is[key]);
}
