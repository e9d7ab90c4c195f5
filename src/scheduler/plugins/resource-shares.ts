/** The utilisation of a node with a pod, for scores by resources (`resourceAllocationScorer`). */

import { amountIn, isScalarResource, type Resources } from "../resources.ts";

export interface WeightedResource {
  readonly name: string;
  readonly weight: number;
}

export const CPU_AND_MEMORY: readonly WeightedResource[] = [
  { name: "cpu", weight: 1 },
  { name: "memory", weight: 1 },
];

/** A resource that counts in the score of a pod, and how much of it the pod requests. */
export interface ScoredResource extends WeightedResource {
  readonly asked: number;
}

/** What a resource adds to the score of a node that has `allocatable` of it, of which `used` are used with the pod. */
export type ShareScore = (used: number, allocatable: number) => number;

/** The resources that count for a pod: of extended resources, only those that it requests. */
export function scoredResourcesOf(resources: readonly WeightedResource[], requests: Resources): ScoredResource[] {
  const scored = resources.map(({ name, weight }) => ({ name, weight, asked: amountIn(requests, name) }));
  return scored.filter(({ name, asked }) => asked > 0 || !isScalarResource(name));
}

/**
 * The truncated weighted mean over the resources that a node has; 0 without weights. Every node is scored again for
 * each pod that comes or goes, so this allocates nothing.
 *
 * @param allocatable resources of the node
 * @param taken resources of the pods on it
 */
export function weightedMean(
  resources: readonly ScoredResource[],
  allocatable: Resources,
  taken: Resources,
  score: ShareScore,
): number {
  let sum = 0;
  let weights = 0;
  for (const { name, weight, asked } of resources) {
    const all = amountIn(allocatable, name);
    if (all === 0) continue;
    sum += score(amountIn(taken, name) + asked, all) * weight;
    weights += weight;
  }
  return weights === 0 ? 0 : Math.trunc(sum / weights);
}
