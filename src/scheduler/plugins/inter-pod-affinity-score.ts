/** Scores nodes by preferred affinity terms of the pod and of existing pods (InterPodAffinity). */

import type { Snapshot } from "../cluster-state.ts";
import type { ScorePlugin } from "../framework/plugin.ts";
import { type AffinityTerm, matchesTerm } from "../label-terms.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import { INTER_POD_AFFINITY } from "./inter-pod-affinity.ts";
import { MAX_SCORE } from "./normalise.ts";
import { TopologyCounts } from "./topology-counts.ts";

export interface InterPodAffinityArgs {
  /** Weight of the required affinity terms of existing pods. */
  readonly hardPodAffinityWeight: number;
  /** Whether to ignore preferred terms of existing pods if the pod has none itself. */
  readonly ignorePreferredTermsOfExistingPods: boolean;
}

const DEFAULT_ARGS: InterPodAffinityArgs = { hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: false };

export function interPodAffinityScoreWith(args: InterPodAffinityArgs): ScorePlugin {
  return {
    name: INTER_POD_AFFINITY,
    weight: 2,
    preScore: (pod, _feasible, snapshot) => {
      const { preferredAffinity, preferredAntiAffinity } = pod.terms;
      const hasPreferences = preferredAffinity.length > 0 || preferredAntiAffinity.length > 0;
      if (!hasPreferences && args.ignorePreferredTermsOfExistingPods) return undefined;
      const sums = new TopologyCounts();
      for (const { pod: other, nodeName } of snapshot.podsWithTerms.values()) {
        const node = snapshot.node(nodeName);
        if (node !== undefined) addTermsOfExisting(sums, pod, other, node, snapshot, args);
      }
      if (hasPreferences) addOwnTerms(sums, pod, snapshot);
      if (sums.size === 0) return undefined;
      return { score: ({ labels }) => sums.sumAt(labels), normalise: stretch };
    },
  };
}

export const interPodAffinityScore = interPodAffinityScoreWith(DEFAULT_ARGS);

function addTermsOfExisting(
  sums: TopologyCounts,
  pod: PodInfo,
  other: PodInfo,
  node: NodeInfo,
  { namespaceLabels }: Snapshot,
  { hardPodAffinityWeight }: InterPodAffinityArgs,
): void {
  const add = (terms: readonly AffinityTerm[], factor: number) => {
    for (const term of terms) {
      if (matchesTerm(term, pod, namespaceLabels)) sums.add(term.topologyKey, node, term.weight * factor);
    }
  };
  if (hardPodAffinityWeight > 0) add(other.terms.requiredAffinity, hardPodAffinityWeight);
  add(other.terms.preferredAffinity, 1);
  add(other.terms.preferredAntiAffinity, -1);
}

function addOwnTerms(sums: TopologyCounts, pod: PodInfo, { nodes, namespaceLabels }: Snapshot): void {
  const { preferredAffinity, preferredAntiAffinity } = pod.terms;
  for (const node of nodes) {
    for (const other of node.pods) {
      for (const term of preferredAffinity) {
        if (matchesTerm(term, other, namespaceLabels)) sums.add(term.topologyKey, node, term.weight);
      }
      for (const term of preferredAntiAffinity) {
        if (matchesTerm(term, other, namespaceLabels)) sums.add(term.topologyKey, node, -term.weight);
      }
    }
  }
}

/** Scales the scores to 0 to 100; all 0 if they are equal. */
function stretch(scores: number[]): void {
  const min = Math.min(...scores);
  const range = Math.max(...scores) - min;
  for (const [at, score] of scores.entries()) {
    scores[at] = range > 0 ? Math.trunc(MAX_SCORE * ((score - min) / range)) : 0;
  }
}
