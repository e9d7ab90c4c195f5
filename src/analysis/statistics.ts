/** Intervals for what repeated runs show. */

import { mean, sampleStandardDeviation } from "simple-statistics";

/**
 * An estimate, and the bounds between which the truth lies with the requested confidence; infinite if there are too few
 * values to bound it.
 */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Confidence of intervals by default. */
export const CONFIDENCE = 0.95;

/**
 * The share of successes with Wilson's score interval, which stays between 0 and 1 and is accurate at both ends.
 *
 * @param successes 0 to `trials`
 * @param trials 1 or more
 * @param confidence between 0 and 1
 * @example
 * wilsonInterval(99, 100); // { value: 0.99, low: 0.9455…, high: 0.9982… }
 */
export function wilsonInterval(successes: number, trials: number, confidence = CONFIDENCE): Estimate {
  const share = successes / trials;
  const z = twoSided(confidence);
  const z2 = z * z;
  const scale = 1 + z2 / trials;
  const centre = (share + z2 / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials));
  return {
    value: share,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  };
}

/**
 * A quantile with a confidence interval by order statistics: it assumes nothing about the distribution.
 *
 * @param sorted values in ascending order, at least one
 * @param share which quantile, above 0 and below 1
 * @returns the smallest value with at least that share of the values
 * at or below it, between bounds that are values, too
 * @example
 * quantileInterval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5); // { value: 5, low: 2, high: 9 }
 */
export function quantileInterval(sorted: readonly number[], share: number, confidence = CONFIDENCE): Estimate {
  const count = sorted.length;
  const at = (rank: number) => sorted[Math.min(Math.max(rank, 1), count) - 1] ?? Number.NaN;
  const tail = (1 - confidence) / 2;
  // The number of values below the quantile is binomial: ranks at its own quantiles enclose the true one.
  // Logarithms, as the chance of none below vanishes for large counts.
  let logBelow = count * Math.log1p(-share);
  let cumulative = Math.exp(logBelow);
  let lowRank = cumulative > tail ? 0 : -1;
  let highRank = cumulative >= 1 - tail ? 1 : -1;
  for (let k = 1; k <= count && (lowRank < 0 || highRank < 0); k++) {
    logBelow += Math.log(((count - k + 1) / k) * (share / (1 - share)));
    const before = cumulative;
    cumulative += Math.exp(logBelow);
    if (lowRank < 0 && before <= tail && cumulative > tail) lowRank = k;
    if (highRank < 0 && cumulative >= 1 - tail) highRank = k + 1;
  }
  const value = at(Math.ceil(share * count - 1e-9));
  return {
    value,
    low: lowRank < 1 ? Number.NEGATIVE_INFINITY : Math.min(value, at(lowRank)),
    high: highRank < 1 || highRank > count ? Number.POSITIVE_INFINITY : Math.max(value, at(highRank)),
  };
}

/**
 * The mean of paired differences with Student's interval.
 *
 * @param differences one for each pair, at least two for an interval
 * @example
 * meanInterval([1, 2, 3]); // { value: 2, low: -0.484…, high: 4.484… }
 */
export function meanInterval(differences: readonly number[], confidence = CONFIDENCE): Estimate {
  const value = mean([...differences]);
  if (differences.length < 2) return { value, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const error = sampleStandardDeviation([...differences]) / Math.sqrt(differences.length);
  const half = error * studentQuantile(differences.length - 1, confidence);
  return { value, low: value - half, high: value + half };
}

/**
 * The number of standard errors within which Student's distribution holds a share of its mass, on both sides together.
 *
 * Hill's expansion (Communications of the ACM, algorithm 396), which is exact for 1 and 2 degrees of freedom.
 */
export function studentQuantile(degrees: number, confidence: number): number {
  const tails = 1 - confidence;
  if (degrees === 1) return 1 / Math.tan((tails * Math.PI) / 2);
  if (degrees === 2) return Math.sqrt(2 / (tails * (2 - tails)) - 2);
  const a = 1 / (degrees - 0.5);
  const b = 48 / (a * a);
  let c = (((20700 * a) / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * degrees;
  let y = (d * tails) ** (2 / degrees);
  if (y > 0.05 + a) {
    const x = -twoSided(confidence);
    y = x * x;
    if (degrees < 5) c += 0.3 * (degrees - 4.5) * (x + 0.6);
    c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c;
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
    y = Math.expm1(a * y * y);
  } else {
    const inner = (degrees + 6) / (degrees * y) - 0.089 * d - 0.822;
    y = ((1 / (inner * (degrees + 2) * 3) + 0.5 / (degrees + 4)) * y - 1) * ((degrees + 1) / (degrees + 2)) + 1 / y;
  }
  return Math.sqrt(degrees * y);
}

/** How many standard deviations on both sides hold a share of the normal distribution. */
function twoSided(confidence: number): number {
  return -normalQuantile((1 - confidence) / 2);
}

/**
 * The value below which the standard normal distribution holds `share` of its mass, to nine digits.
 *
 * Acklam's rational approximation; the library's `probit` is off in the third digit.
 *
 * @param share above 0 and at most 0.5
 */
function normalQuantile(share: number): number {
  if (share < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(share));
    return polynomial(TAIL_ABOVE, q) / (polynomial(TAIL_BELOW, q) * q + 1);
  }
  const q = share - 0.5;
  const r = q * q;
  return (polynomial(CENTRE_ABOVE, r) * q) / (polynomial(CENTRE_BELOW, r) * r + 1);
}

const CENTRE_ABOVE = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
] as const;
const CENTRE_BELOW = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
] as const;
const TAIL_ABOVE = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
] as const;
const TAIL_BELOW = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416] as const;

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
