/** Prefers nodes with balanced resource usage (NodeResourcesBalancedAllocation). */

import type { ScorePlugin } from "../framework/plugin.ts";
import type { NodeInfo } from "../node-info.ts";
import { amountIn } from "../resources.ts";
import { MAX_SCORE } from "./normalise.ts";
import { CPU_AND_MEMORY, type ScoredResource, scoredResourcesOf, type WeightedResource } from "./resource-shares.ts";

const NAME = "NodeResourcesBalancedAllocation";

/** The usage of a node with the pod, or as it is. */
type Usage = "with" | "without";

export function balancedAllocationWith(resources: readonly WeightedResource[]): ScorePlugin {
  return {
    name: NAME,
    weight: 1,
    preScore: ({ shape }, _feasible, _snapshot, { balancedScore, balancedSkipsEmpty }) => {
      const { requests } = shape;
      const asksForAny = resources.some(({ name }) => amountIn(requests, name) > 0);
      if (balancedSkipsEmpty && !asksForAny) return undefined;
      const scored = scoredResourcesOf(resources, requests);
      return {
        score: (node) => {
          const after = balance(scored, node, "with");
          if (balancedScore === "after") return after;
          // No change gives half of the maximum score.
          return MAX_SCORE / 2 + Math.trunc((MAX_SCORE / 2 + after - balance(scored, node, "without")) / 2);
        },
      };
    },
  };
}

export const balancedAllocation = balancedAllocationWith(CPU_AND_MEMORY);

/** 100 for equal fractions, reduced by their standard deviation. */
function balance(resources: readonly ScoredResource[], node: NodeInfo, usage: Usage): number {
  return Math.trunc((1 - deviation(resources, node, usage)) * MAX_SCORE);
}

/** The standard deviation of the fractions in use of all resources that the node has. */
function deviation(resources: readonly ScoredResource[], node: NodeInfo, usage: Usage): number {
  let [count, sum, first, second] = [0, 0, 0, 0];
  for (const resource of resources) {
    const fraction = fractionOf(resource, node, usage);
    if (fraction === undefined) continue;
    if (count === 0) first = fraction;
    else second = fraction;
    sum += fraction;
    count++;
  }
  if (count < 2) return 0;
  if (count === 2) return Math.abs((first - second) / 2);
  const mean = sum / count;
  let squares = 0;
  for (const resource of resources) {
    const fraction = fractionOf(resource, node, usage);
    if (fraction !== undefined) squares += (fraction - mean) ** 2;
  }
  return Math.sqrt(squares / count);
}

/** The fraction of a resource in use; `undefined` if the node does not have it. */
function fractionOf({ name, asked }: ScoredResource, { allocatable, requested }: NodeInfo, usage: Usage) {
  const all = amountIn(allocatable, name);
  if (all === 0) return undefined;
  const taken = amountIn(requested, name);
  return Math.min(1, (usage === "with" ? taken + asked : taken) / all);
}
