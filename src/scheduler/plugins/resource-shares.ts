/** The utilisation of a node with a pod, for scores by resources (`resourceAllocationScorer`). */

import type { NodeInfo } from "../node-info.ts";
import { amountIn, isScalarResource, type Resources } from "../resources.ts";

export interface WeightedResource {
  readonly name: string;
  readonly weight: number;
}

export const CPU_AND_MEMORY: readonly WeightedResource[] = [
  { name: "cpu", weight: 1 },
  { name: "memory", weight: 1 },
];

/** A resource of a node with the pod on it. */
export interface Share {
  readonly weight: number;
  readonly allocatable: number;
  readonly used: number;
  readonly asked: number;
}

/**
 * The shares of the resources that the node has; of extended resources, only those that the pod requests.
 *
 * @param taken resources of the pods on the node
 * @param asked resources of the pod
 */
export function sharesOf(
  resources: readonly WeightedResource[],
  { allocatable }: NodeInfo,
  taken: Resources,
  asked: Resources,
): Share[] {
  const shares: Share[] = [];
  for (const { name, weight } of resources) {
    const all = amountIn(allocatable, name);
    const wanted = amountIn(asked, name);
    if (all === 0 || (wanted === 0 && isScalarResource(name))) continue;
    shares.push({ weight, allocatable: all, used: amountIn(taken, name) + wanted, asked: wanted });
  }
  return shares;
}

/** The truncated weighted mean; 0 without weights. */
export function weightedMean(shares: readonly Share[], score: (share: Share) => number): number {
  let sum = 0;
  let weights = 0;
  for (const share of shares) {
    sum += score(share) * share.weight;
    weights += share.weight;
  }
  return weights === 0 ? 0 : Math.trunc(sum / weights);
}
