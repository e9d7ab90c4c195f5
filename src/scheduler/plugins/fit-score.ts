/** Scores nodes by utilisation, lower being better by default (NodeResourcesFit, scoring strategies). */

import type { ScorePlugin } from "../framework/plugin.ts";
import { amountIn, type Resources } from "../resources.ts";
import { FIT } from "./node-resources-fit.ts";
import { MAX_SCORE } from "./normalise.ts";
import {
  CPU_AND_MEMORY,
  type ScoredResource,
  type ShareScore,
  scoredResourcesOf,
  type WeightedResource,
  weightedMean,
} from "./resource-shares.ts";

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
    preScore: ({ shape }) => {
      const resources = scoredResourcesOf(strategy.resources, shape.scoredByFit);
      return { score: ({ allocatable, scored }) => score(resources, allocatable, scored) };
    },
  };
}

export const fitScore = fitScoreWith(LEAST_ALLOCATED);

type NodeScore = (resources: readonly ScoredResource[], allocatable: Resources, taken: Resources) => number;

function scoreBy(strategy: ScoringStrategy): NodeScore {
  switch (strategy.type) {
    case "LeastAllocated":
      return (resources, allocatable, taken) => weightedMean(resources, allocatable, taken, leastRequested);
    case "MostAllocated":
      return (resources, allocatable, taken) => weightedMean(resources, allocatable, taken, mostRequested);
    case "RequestedToCapacityRatio":
      return (resources, allocatable, taken) => ratioScore(resources, allocatable, taken, strategy.shape);
  }
}

const leastRequested: ShareScore = (used, allocatable) =>
  used > allocatable ? 0 : Math.trunc(((allocatable - used) * MAX_SCORE) / allocatable);

const mostRequested: ShareScore = (used, allocatable) =>
  Math.trunc((Math.min(used, allocatable) * MAX_SCORE) / allocatable);

/** Resources with score 0 have no weight. */
function ratioScore(
  resources: readonly ScoredResource[],
  allocatable: Resources,
  taken: Resources,
  line: readonly UtilisationPoint[],
): number {
  let sum = 0;
  let weights = 0;
  for (const { name, weight, asked } of resources) {
    const all = amountIn(allocatable, name);
    if (all === 0) continue;
    const used = amountIn(taken, name) + asked;
    const utilisation = used > all ? 100 : Math.trunc((used * 100) / all);
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
