/** Rejects nodes that violate required affinity or anti-affinity terms (InterPodAffinity). */

import type { LabelSelector } from "../../api/types.ts";
import { checkLabelValue } from "../../api/validation/names.ts";
import type { Snapshot } from "../cluster-state.ts";
import { type FilterPlugin, type NodeFilter, SKIP } from "../framework/plugin.ts";
import { type PluginVerdict, unresolvable, unschedulable } from "../framework/verdict.ts";
import { type AffinityTerm, matchesTerm, type NamespaceLabels } from "../label-terms.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import { TopologyCounts } from "./topology-counts.ts";

export const INTER_POD_AFFINITY = "InterPodAffinity";
const AFFINITY_VIOLATED = unresolvable(INTER_POD_AFFINITY, "node(s) didn't match pod affinity rules");
const ANTI_AFFINITY_VIOLATED = unschedulable(INTER_POD_AFFINITY, "node(s) didn't match pod anti-affinity rules");
const EXISTING_ANTI_AFFINITY_VIOLATED = unschedulable(
  INTER_POD_AFFINITY,
  "node(s) didn't satisfy existing pods anti-affinity rules",
);

export const interPodAffinity: FilterPlugin = {
  name: INTER_POD_AFFINITY,
  preFilter: (pod, snapshot) => {
    const problem = termProblem(pod);
    if (problem !== undefined) return { kind: "refused", verdict: unresolvable(INTER_POD_AFFINITY, problem) };
    const filter = new AffinityFilter(pod, snapshot.namespaceLabels);
    const isOfInterest = filter.read(snapshot);
    return isOfInterest ? { kind: "filter", filter } : SKIP;
  },
};

/** Parse errors of terms that API validation would have rejected. */
function termProblem({ terms: { requiredAffinity, requiredAntiAffinity } }: PodInfo): string | undefined {
  const [affinity] = requiredAffinity.flatMap(({ labelSelector }) => selectorProblems(labelSelector));
  if (affinity !== undefined) return `parsing pod: requiredAffinityTerms: ${affinity}`;
  const [antiAffinity] = requiredAntiAffinity.flatMap(({ labelSelector }) => selectorProblems(labelSelector));
  return antiAffinity && `parsing pod: requiredAntiAffinityTerms: ${antiAffinity}`;
}

function selectorProblems(selector: LabelSelector | undefined): string[] {
  return (selector?.matchExpressions ?? []).flatMap(({ key, values = [] }) =>
    values.flatMap((value, at) =>
      checkLabelValue(value).map(
        (detail) => `values[${at}][${key}]: Invalid value: ${JSON.stringify(value)}: ${detail}`,
      ),
    ),
  );
}

class AffinityFilter implements NodeFilter {
  readonly #pod: PodInfo;
  readonly #namespaceLabels: NamespaceLabels;
  /** Existing pods whose anti-affinity terms match the pod. */
  readonly #existingAntiAffinity: TopologyCounts;
  /** Existing pods that match the affinity and anti-affinity terms of the pod. */
  readonly #affinity: TopologyCounts;
  readonly #antiAffinity: TopologyCounts;

  constructor(
    pod: PodInfo,
    namespaceLabels: NamespaceLabels,
    counts = [new TopologyCounts(), new TopologyCounts(), new TopologyCounts()] as const,
  ) {
    this.#pod = pod;
    this.#namespaceLabels = namespaceLabels;
    [this.#existingAntiAffinity, this.#affinity, this.#antiAffinity] = counts;
  }

  /** Counts the existing pods; returns whether any terms apply. */
  read(snapshot: Snapshot): boolean {
    const { requiredAffinity, requiredAntiAffinity } = this.#pod.terms;
    for (const { pod, nodeName } of snapshot.podsWithTerms.values()) {
      const node = snapshot.node(nodeName);
      if (node !== undefined) this.#countExisting(pod, node, 1);
    }
    if (requiredAffinity.length === 0 && requiredAntiAffinity.length === 0) return this.#existingAntiAffinity.size > 0;
    for (const node of snapshot.nodes) for (const pod of node.pods) this.#countOwn(pod, node, 1);
    return true;
  }

  check({ labels }: NodeInfo): PluginVerdict | undefined {
    const { requiredAffinity, requiredAntiAffinity } = this.#pod.terms;
    if (!this.#satisfiesAffinity(labels, requiredAffinity)) return AFFINITY_VIOLATED;
    if (requiredAntiAffinity.some(({ topologyKey }) => this.#antiAffinity.at(topologyKey, labels) > 0)) {
      return ANTI_AFFINITY_VIOLATED;
    }
    return this.#existingAntiAffinity.isAnyAt(labels) ? EXISTING_ANTI_AFFINITY_VIOLATED : undefined;
  }

  podAdded(pod: PodInfo, node: NodeInfo): void {
    this.#countExisting(pod, node, 1);
    this.#countOwn(pod, node, 1);
  }

  podRemoved(pod: PodInfo, node: NodeInfo): void {
    this.#countExisting(pod, node, -1);
    this.#countOwn(pod, node, -1);
  }

  clone(): NodeFilter {
    const counts = [this.#existingAntiAffinity.clone(), this.#affinity.clone(), this.#antiAffinity.clone()] as const;
    return new AffinityFilter(this.#pod, this.#namespaceLabels, counts);
  }

  #satisfiesAffinity(labels: NodeInfo["labels"], terms: readonly AffinityTerm[]): boolean {
    if (!terms.every(({ topologyKey }) => Object.hasOwn(labels, topologyKey))) return false;
    if (terms.every(({ topologyKey }) => this.#affinity.at(topologyKey, labels) > 0)) return true;
    // The first pod of a group with affinity to itself fits anywhere.
    return this.#affinity.size === 0 && this.#matchesAll(terms, this.#pod);
  }

  #countExisting(other: PodInfo, node: NodeInfo, change: 1 | -1): void {
    for (const term of other.terms.requiredAntiAffinity) {
      if (!matchesTerm(term, this.#pod, this.#namespaceLabels)) continue;
      this.#existingAntiAffinity.count(term.topologyKey, node, change);
    }
  }

  #countOwn(other: PodInfo, node: NodeInfo, change: 1 | -1): void {
    const { requiredAffinity, requiredAntiAffinity } = this.#pod.terms;
    if (requiredAffinity.length > 0 && this.#matchesAll(requiredAffinity, other)) {
      for (const { topologyKey } of requiredAffinity) this.#affinity.count(topologyKey, node, change);
    }
    for (const term of requiredAntiAffinity) {
      if (matchesTerm(term, other, this.#namespaceLabels)) this.#antiAffinity.count(term.topologyKey, node, change);
    }
  }

  #matchesAll(terms: readonly AffinityTerm[], pod: PodInfo): boolean {
    return terms.every((term) => matchesTerm(term, pod, this.#namespaceLabels));
  }
}
