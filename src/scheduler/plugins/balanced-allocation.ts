/** Prefers nodes with balanced resource usage (NodeResourcesBalancedAllocation). */

import type { ScorePlugin } from "../framework/plugin.ts";
import { amountIn } from "../resources.ts";
import { MAX_SCORE } from "./normalise.ts";
import { CPU_AND_MEMORY, type Share, sharesOf, type WeightedResource } from "./resource-shares.ts";

const NAME = "NodeResourcesBalancedAllocation";

export function balancedAllocationWith(resources: readonly WeightedResource[]): ScorePlugin {
  return {
    name: NAME,
    weight: 1,
    preScore: ({ shape }, _feasible, _snapshot, { balancedScore, balancedSkipsEmpty }) => {
      const { requests } = shape;
      const asksForAny = resources.some(({ name }) => amountIn(requests, name) > 0);
      if (balancedSkipsEmpty && !asksForAny) return undefined;
      return {
        score: (node) => {
          const shares = sharesOf(resources, node, node.requested, requests);
          const after = balance(shares.map(({ used, allocatable }) => fraction(used, allocatable)));
          if (balancedScore === "after") return after;
          const before = balance(shares.map(({ used, asked, allocatable }) => fraction(used - asked, allocatable)));
          // No change gives half of the maximum score.
          return MAX_SCORE / 2 + Math.trunc((MAX_SCORE / 2 + after - before) / 2);
        },
      };
    },
  };
}

export const balancedAllocation = balancedAllocationWith(CPU_AND_MEMORY);

function fraction(used: Share["used"], allocatable: Share["allocatable"]): number {
  return Math.min(1, used / allocatable);
}

/** 100 for equal fractions, reduced by their standard deviation. */
function balance(fractions: readonly number[]): number {
  return Math.trunc((1 - deviation(fractions)) * MAX_SCORE);
}

function deviation(fractions: readonly number[]): number {
  const [first = 0, second = 0] = fractions;
  if (fractions.length < 2) return 0;
  if (fractions.length === 2) return Math.abs((first - second) / 2);
  const mean = fractions.reduce((sum, part) => sum + part, 0) / fractions.length;
  return Math.sqrt(fractions.reduce((sum, part) => sum + (part - mean) ** 2, 0) / fractions.length);
}
