/** Distributions by name and parameters, as given in scenario files and flags: checked, and put in one form. */

import { quote } from "../api/quote.ts";
import type { Distribution, QuantilePoint } from "../engine/distribution.ts";
import type { Checked } from "./checked.ts";
import { formatDuration } from "./duration.ts";

/** Standard normal quantiles: 95% and 99% of a standard normal distribution lie below these. */
const Z95 = 1.6448536269514722;
const Z99 = 2.3263478740408408;

/** What each parameter of each family is: a time (milliseconds here), or a plain number. */
export const PARAMETERS = {
  uniform: { min: "time", max: "time" },
  normal: { mean: "time", stddev: "time", min: "time" },
  lognormal: { median: "time", mean: "time", p95: "time", p99: "time", sigma: "number", mu: "number" },
  exponential: { mean: "time" },
  weibull: { scale: "time", shape: "number" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, "time" | "number">>>>;

export type DistributionFamily = keyof typeof PARAMETERS;

/** Parameter values: milliseconds for times. */
export type DistributionParameters = { readonly [parameter: string]: number | undefined };

/**
 * Builds a distribution from its parameters.
 *
 * @param family which distribution
 * @param parameters times in milliseconds, 0 or more; `sigma` and `shape` as they are
 * @returns the distribution, or what is wrong with the parameters
 * @example
 * distributionOf("lognormal", { median: 30_000, p95: 120_000 });
 */
export function distributionOf(family: DistributionFamily, parameters: DistributionParameters): Checked<Distribution> {
  switch (family) {
    case "uniform":
      return uniform(parameters);
    case "normal":
      return normal(parameters);
    case "lognormal":
      return lognormal(parameters);
    case "exponential": {
      if (parameters.mean === undefined) return { problem: "needs mean" };
      return { value: { kind: "exponential", meanMs: parameters.mean } };
    }
    case "weibull":
      return weibull(parameters);
  }
}

function uniform({ min, max }: DistributionParameters): Checked<Distribution> {
  if (min === undefined || max === undefined) return { problem: "needs min and max" };
  if (max < min) {
    return { problem: `max (${formatDuration(max)}) is less than min (${formatDuration(min)})`, key: "max" };
  }
  return { value: { kind: "uniform", minMs: min, maxMs: max } };
}

function normal({ mean, stddev, min = 0 }: DistributionParameters): Checked<Distribution> {
  if (mean === undefined || stddev === undefined) return { problem: "needs mean and stddev" };
  return { value: { kind: "normal", meanMs: mean, stddevMs: stddev, minMs: min } };
}

function weibull({ scale, shape }: DistributionParameters): Checked<Distribution> {
  if (scale === undefined || shape === undefined) return { problem: "needs scale and shape" };
  if (!(shape >= 0.1 && shape <= 1_000)) return { problem: `shape is ${shape}; it must be 0.1 to 1000`, key: "shape" };
  return { value: { kind: "weibull", scaleMs: scale, shape } };
}

function lognormal(parameters: DistributionParameters): Checked<Distribution> {
  const { median, mean, p95, p99, sigma, mu } = parameters;
  if (mu !== undefined) return lognormalByLogarithm(parameters, mu);
  if ((median === undefined) === (mean === undefined)) return { problem: "needs exactly one of median and mean" };
  if ([sigma, p95, p99].filter((given) => given !== undefined).length !== 1) {
    return { problem: "needs exactly one of sigma, p95 and p99" };
  }
  const centre = median ?? mean ?? 0;
  const centreKey = median === undefined ? "mean" : "median";
  if (centre <= 0) return { problem: `${centreKey} must be more than 0`, key: centreKey };
  if (sigma !== undefined) {
    if (!(sigma >= 0 && sigma <= 10)) return { problem: `sigma is ${sigma}; it must be 0 to 10`, key: "sigma" };
    return logOf(centre, mean !== undefined, sigma);
  }
  const [key, tail, z] = p95 === undefined ? ["p99", p99 ?? 0, Z99] : ["p95", p95, Z95];
  if (tail < centre) {
    const texts = [`${key} (${formatDuration(tail)})`, `${centreKey} (${formatDuration(centre)})`];
    return { problem: `${texts[0]} is less than ${texts[1]}`, key };
  }
  const ratio = Math.log(tail / centre);
  if (median !== undefined) return logOf(centre, false, ratio / z);
  // With a given mean m: ln(tail / m) = z * sigma - sigma^2 / 2, which has its maximum at sigma = z.
  const rest = z * z - 2 * ratio;
  if (rest < 0) {
    const most = formatDuration(Math.floor(centre * Math.exp((z * z) / 2)));
    return { problem: `no lognormal distribution with this mean has a ${key} above ${most}`, key };
  }
  return logOf(centre, true, z - Math.sqrt(rest));
}

/** By mean and standard deviation of the logarithm of the milliseconds, as a plan holds it. */
function lognormalByLogarithm({ sigma, ...others }: DistributionParameters, mu: number): Checked<Distribution> {
  const given = Object.keys(others).filter((name) => name !== "mu" && others[name] !== undefined);
  if (sigma === undefined || given.length > 0)
    return { problem: "has mu: it needs sigma, and nothing else", key: "mu" };
  if (!(Math.abs(mu) <= 30)) return { problem: `mu is ${mu}; it must be -30 to 30`, key: "mu" };
  if (!(sigma >= 0 && sigma <= 10)) return { problem: `sigma is ${sigma}; it must be 0 to 10`, key: "sigma" };
  return { value: { kind: "lognormal", mu, sigma } };
}

function logOf(centre: number, isMean: boolean, sigma: number): Checked<Distribution> {
  return { value: { kind: "lognormal", mu: Math.log(centre) - (isMean ? sigma ** 2 / 2 : 0), sigma } };
}

/**
 * The distribution that gives each of the listed times equally often.
 *
 * @param valuesMs at least one; milliseconds, 0 or more
 * @example
 * empiricalValues([8_000, 9_500, 31_000]);
 */
export function empiricalValues(valuesMs: readonly number[]): Checked<Distribution> {
  return valuesMs.length === 0 ? { problem: "needs at least one value" } : { value: { kind: "values", valuesMs } };
}

/**
 * The distribution with the given quantiles, straight lines between them; no draw lies outside the outermost two.
 *
 * @param quantiles pairs of a name (`p50`, `p99.9`, p0 to p100) and a time in milliseconds, 0 or more
 * @example
 * empiricalQuantiles([["p50", 10_000], ["p95", 60_000]]);
 */
export function empiricalQuantiles(quantiles: readonly (readonly [string, number])[]): Checked<Distribution> {
  const points: (QuantilePoint & { readonly name: string })[] = [];
  for (const [name, ms] of quantiles) {
    const percent = /^p(\d+(?:\.\d+)?)$/.exec(name)?.[1];
    if (percent === undefined || Number(percent) > 100) {
      return {
        problem: `${quote(name)} is not a quantile; write p0 to p100, for example p50 or p99.9`,
        key: name,
        misnamed: true,
      };
    }
    points.push({ name, share: Number(percent) / 100, ms });
  }
  if (points.length < 2) return { problem: "needs at least two quantiles, for example p50 and p95" };
  points.sort((a, b) => a.share - b.share);
  for (const [i, point] of points.entries()) {
    const before = points[i - 1];
    if (before !== undefined && point.ms < before.ms) {
      const texts = [`${point.name} (${formatDuration(point.ms)})`, `${before.name} (${formatDuration(before.ms)})`];
      return { problem: `${texts[0]} is less than ${texts[1]}`, key: point.name };
    }
  }
  return { value: { kind: "quantiles", points: points.map(({ share, ms }) => ({ share, ms })) } };
}
