/** Plays a scenario with many seeds, and judges what it expects of a number by the interval of that number. */

import { type Bound, type ChanceCheck, type ChanceExpectation, chanceName, chanceValue } from "../scenario/chance.ts";
import type { LoadedScenario } from "../scenario/load.ts";
import { playMeasured, type RunMeasures } from "./measures.ts";
import { type Estimate, quantileInterval, wilsonInterval } from "./statistics.ts";

/**
 * `held`: the whole interval is within the bound. `open`: the bound lies within the interval, so that it would take
 * more seeds to decide. `broken`: the whole interval is outside.
 */
export type ChanceStatus = "held" | "open" | "broken";

/** The result of a `ChanceCheck`. */
export interface ChanceOutcome {
  readonly check: ChanceCheck;
  readonly seeds: number;
  readonly estimate: Estimate;
  readonly status: ChanceStatus;
  /** What was found, for people. */
  readonly text: string;
}

/** Judges everything that is expected of many runs; each seed is played once for all of them. */
export function judgeChances(
  { planFor }: Pick<LoadedScenario, "planFor">,
  expected: readonly ChanceExpectation[],
): readonly ChanceOutcome[] {
  const most = Math.max(0, ...expected.map(({ seeds }) => seeds));
  const runs = Array.from({ length: most }, (_, i) => playMeasured(planFor(String(i + 1))).measures);
  return expected.flatMap(({ seeds, checks }) => checks.map((check) => judge(check, runs.slice(0, seeds))));
}

function judge(check: ChanceCheck, runs: readonly RunMeasures[]): ChanceOutcome {
  const estimate = estimateOf(check, runs);
  const status = statusOf(estimate, check.bound);
  const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((one) => chanceValue(check, one));
  const bounds = Number.isFinite(estimate.low) ? `${low}–${high}` : `up to ${high}`;
  const text = `${chanceName(check)} ${check.bound.text}: ${value} [${bounds}] of ${runs.length} runs`;
  return { check, seeds: runs.length, estimate, status, text };
}

function estimateOf(check: ChanceCheck, runs: readonly RunMeasures[]): Estimate {
  if (check.of === "complete") return wilsonInterval(runs.filter(({ success }) => success).length, runs.length);
  // A run that never ends takes longer than any other.
  const spans = runs.map(({ makespanMs = Number.POSITIVE_INFINITY }) => makespanMs).sort((a, b) => a - b);
  return quantileInterval(spans, check.percentile / 100);
}

function statusOf({ low, high }: Estimate, bound: Bound): ChanceStatus {
  const [lowFits, highFits] = [fits(low, bound), fits(high, bound)];
  if (lowFits && highFits) return "held";
  return lowFits || highFits ? "open" : "broken";
}

function fits(value: number, { sign, value: bound }: Bound): boolean {
  switch (sign) {
    case "<=":
      return value <= bound;
    case ">=":
      return value >= bound;
    case "<":
      return value < bound;
    case ">":
      return value > bound;
  }
}
