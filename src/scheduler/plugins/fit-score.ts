/** Scores nodes by utilisation, lower being better by default (NodeResourcesFit, scoring strategies). */

import type { ScorePlugin } from "../framework/plugin.ts";
import { FIT } from "./node-resources-fit.ts";
import { MAX_SCORE } from "./normalise.ts";
import { CPU_AND_MEMORY, type Share, sharesOf, type WeightedResource, weightedMean } from "./resource-shares.ts";

/** A point of a piecewise linear function: the score (0 to 10) for a utilisation in percent. */
export interface UtilisationPoint {
  readonly utilization: number;
  readonly score: number;
}

export type ScoringStrategy =
  | { readonly type: "LeastAllocated" | "MostAllocated"; readonly resources: readonly WeightedResource[] }
  | {
      readonly type: "RequestedToCapacityRatio";
      readonly resources: readonly WeightedResource[];
      readonly shape: readonly UtilisationPoint[];
    };

export const LEAST_ALLOCATED: ScoringStrategy = { type: "LeastAllocated", resources: CPU_AND_MEMORY };

/** The maximum score of a custom function. */
const MAX_CUSTOM_SCORE = 10;

export function fitScoreWith(strategy: ScoringStrategy): ScorePlugin {
  const score = scoreBy(strategy);
  return {
    name: FIT,
    weight: 1,
    preScore: ({ shape }) => ({
      score: (node) => score(sharesOf(strategy.resources, node, node.scored, shape.scoredByFit)),
    }),
  };
}

export const fitScore = fitScoreWith(LEAST_ALLOCATED);

function scoreBy(strategy: ScoringStrategy): (shares: readonly Share[]) => number {
  switch (strategy.type) {
    case "LeastAllocated":
      return (shares) => weightedMean(shares, leastRequested);
    case "MostAllocated":
      return (shares) => weightedMean(shares, mostRequested);
    case "RequestedToCapacityRatio":
      return (shares) => ratioScore(shares, strategy.shape);
  }
}

function leastRequested({ allocatable, used }: Share): number {
  return used > allocatable ? 0 : Math.trunc(((allocatable - used) * MAX_SCORE) / allocatable);
}

function mostRequested({ allocatable, used }: Share): number {
  return Math.trunc((Math.min(used, allocatable) * MAX_SCORE) / allocatable);
}

/** Resources with score 0 have no weight. */
function ratioScore(shares: readonly Share[], line: readonly UtilisationPoint[]): number {
  let sum = 0;
  let weights = 0;
  for (const { allocatable, used, weight } of shares) {
    const utilisation = used > allocatable ? 100 : Math.trunc((used * 100) / allocatable);
    const score = onLine(line, utilisation);
    if (score <= 0) continue;
    sum += score * weight;
    weights += weight;
  }
  return weights === 0 ? 0 : Math.round(sum / weights);
}

function onLine(line: readonly UtilisationPoint[], utilisation: number): number {
  const scale = MAX_SCORE / MAX_CUSTOM_SCORE;
  for (const [at, point] of line.entries()) {
    if (utilisation > point.utilization) continue;
    const before = line[at - 1];
    if (before === undefined) return point.score * scale;
    const rise = (point.score - before.score) * scale;
    const run = point.utilization - before.utilization;
    return before.score * scale + Math.trunc((rise * (utilisation - before.utilization)) / run);
  }
  return (line.at(-1)?.score ?? 0) * scale;
}
