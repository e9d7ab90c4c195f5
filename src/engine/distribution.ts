/** Times that are fixed or drawn: what a distribution is, drawing from it, and its mean. */

import { randomExponential, randomLogNormal, randomNormal, randomUniform, randomWeibull } from "d3-random";

import { gamma, normalCumulative, normalDensity } from "./special-functions.ts";

/** Longest span that a draw may give, and that a scenario may name: ten years. */
export const MAX_DURATION_MS = 3_650 * 86_400_000;

/** A point of an empirical distribution: `share` (0 to 1) of the draws are at most `ms`. */
export interface QuantilePoint {
  readonly share: number;
  readonly ms: number;
}

/** All times are milliseconds, 0 or more; `mu` and `sigma` are those of the logarithm of the milliseconds. */
export type Distribution =
  | { readonly kind: "fixed"; readonly ms: number }
  | { readonly kind: "uniform"; readonly minMs: number; readonly maxMs: number }
  | { readonly kind: "normal"; readonly meanMs: number; readonly stddevMs: number; readonly minMs: number }
  | { readonly kind: "lognormal"; readonly mu: number; readonly sigma: number }
  | { readonly kind: "exponential"; readonly meanMs: number }
  | { readonly kind: "weibull"; readonly scaleMs: number; readonly shape: number }
  | { readonly kind: "values"; readonly valuesMs: readonly number[] }
  | { readonly kind: "quantiles"; readonly points: readonly QuantilePoint[] };

/**
 * The distribution that always gives the same time.
 *
 * @param ms whole milliseconds, 0 or more
 * @example
 * fixed(30_000);
 */
export function fixed(ms: number): Distribution {
  return { kind: "fixed", ms };
}

/**
 * Draws one time.
 *
 * @param random uniform numbers from [0, 1); not called for a fixed time
 * @returns whole milliseconds, 0 to `MAX_DURATION_MS`
 * @example
 * draw({ kind: "exponential", meanMs: 30_000 }, randomStream("7", "run"));
 */
export function draw(distribution: Distribution, random: () => number): number {
  const ms = Math.round(drawExact(distribution, random));
  return Math.min(Math.max(ms, 0), MAX_DURATION_MS);
}

function drawExact(distribution: Distribution, random: () => number): number {
  switch (distribution.kind) {
    case "fixed":
      return distribution.ms;
    case "uniform":
      return randomUniform.source(random)(distribution.minMs, distribution.maxMs)();
    case "normal":
      return Math.max(distribution.minMs, randomNormal.source(random)(distribution.meanMs, distribution.stddevMs)());
    case "lognormal":
      return randomLogNormal.source(random)(distribution.mu, distribution.sigma)();
    case "exponential":
      return distribution.meanMs * randomExponential.source(random)(1)();
    case "weibull":
      return randomWeibull.source(random)(distribution.shape, 0, distribution.scaleMs)();
    case "values":
      return distribution.valuesMs[Math.floor(random() * distribution.valuesMs.length)] ?? 0;
    case "quantiles":
      return quantile(distribution.points, random());
  }
}

/** The time below which `share` of the draws lie, on straight lines between the points and level outside them. */
function quantile(points: readonly QuantilePoint[], share: number): number {
  let below = points[0];
  for (const point of points) {
    if (point.share >= share) {
      if (below === undefined || point.share === below.share) return point.ms;
      return below.ms + ((point.ms - below.ms) * (share - below.share)) / (point.share - below.share);
    }
    below = point;
  }
  return below?.ms ?? 0;
}

/**
 * The mean of a distribution, before draws are rounded to milliseconds and cut to `MAX_DURATION_MS`.
 *
 * @returns milliseconds; not always whole
 * @example
 * mean({ kind: "uniform", minMs: 10_000, maxMs: 40_000 }); // 25000
 */
export function mean(distribution: Distribution): number {
  switch (distribution.kind) {
    case "fixed":
      return distribution.ms;
    case "uniform":
      return (distribution.minMs + distribution.maxMs) / 2;
    case "normal":
      return meanOfCutNormal(distribution.meanMs, distribution.stddevMs, distribution.minMs);
    case "lognormal":
      return Math.exp(distribution.mu + distribution.sigma ** 2 / 2);
    case "exponential":
      return distribution.meanMs;
    case "weibull":
      return distribution.scaleMs * gamma(1 + 1 / distribution.shape);
    case "values":
      return distribution.valuesMs.reduce((sum, ms) => sum + ms, 0) / distribution.valuesMs.length;
    case "quantiles":
      return meanOfQuantiles(distribution.points);
  }
}

/** Mean of `max(min, X)`: draws below the minimum become the minimum. */
function meanOfCutNormal(meanMs: number, stddevMs: number, minMs: number): number {
  if (stddevMs === 0) return Math.max(meanMs, minMs);
  const cut = (minMs - meanMs) / stddevMs;
  const shareBelow = normalCumulative(cut);
  return minMs * shareBelow + meanMs * (1 - shareBelow) + stddevMs * normalDensity(cut);
}

function meanOfQuantiles(points: readonly QuantilePoint[]): number {
  let total = 0;
  let before: QuantilePoint = { share: 0, ms: points[0]?.ms ?? 0 };
  for (const point of [...points, { share: 1, ms: points.at(-1)?.ms ?? 0 }]) {
    total += ((before.ms + point.ms) / 2) * (point.share - before.share);
    before = point;
  }
  return total;
}
