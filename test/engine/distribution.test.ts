import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Distribution, draw, fixed, MAX_DURATION_MS, mean } from "../../src/engine/distribution.ts";
import { randomStream } from "../../src/engine/random.ts";
import { isFault } from "../../src/scenario/checked.ts";
import {
  type DistributionFamily,
  type DistributionParameters,
  distributionOf,
  empiricalQuantiles,
  empiricalValues,
} from "../../src/scenario/distribution-parameters.ts";

function built(family: DistributionFamily, parameters: DistributionParameters): Distribution {
  const distribution = distributionOf(family, parameters);
  if (isFault(distribution)) throw new Error(distribution.problem);
  return distribution.value;
}

function draws(distribution: Distribution, count: number): number[] {
  return Array.from({ length: count }, (_, i) => draw(distribution, randomStream("test", "pod", i, "run")));
}

function shareBelow(values: readonly number[], bound: number): number {
  return values.filter((value) => value < bound).length / values.length;
}

const quantiles = empiricalQuantiles([
  ["p0", 5_000],
  ["p95", 40_000],
  ["p50", 10_000],
]);

const shapes: readonly (readonly [string, Distribution, number])[] = [
  ["a fixed time", fixed(7_000), 7_000],
  ["uniform", built("uniform", { min: 10_000, max: 40_000 }), 25_000],
  ["normal", built("normal", { mean: 30_000, stddev: 5_000 }), 30_000],
  ["normal, cut at 0", built("normal", { mean: 0, stddev: 10_000 }), 3_989.4],
  ["normal, cut at min", built("normal", { mean: 10_000, stddev: 10_000, min: 10_000 }), 13_989.4],
  ["lognormal by median and sigma", built("lognormal", { median: 30_000, sigma: 0.5 }), 33_994.5],
  ["lognormal by mean and sigma", built("lognormal", { mean: 30_000, sigma: 0.8 }), 30_000],
  ["lognormal by mean and p95", built("lognormal", { mean: 30_000, p95: 80_000 }), 30_000],
  ["exponential", built("exponential", { mean: 30_000 }), 30_000],
  ["weibull", built("weibull", { scale: 30_000, shape: 2 }), 26_586.8],
  ["empirical values", { kind: "values", valuesMs: [1_000, 2_000, 6_000] }, 3_000],
  ["empirical quantiles", isFault(quantiles) ? fixed(0) : quantiles.value, 17_000],
];

describe("a distribution", () => {
  test.each(shapes)("%s has the mean that theory gives, and its draws have it too", (_name, distribution, expected) => {
    expect(mean(distribution)).toBeCloseTo(expected, 0);
    const values = draws(distribution, 20_000);
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(average - expected) / expected).toBeLessThan(0.025);
    expect(values.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
  });

  test.each([
    ["median and p95", built("lognormal", { median: 30_000, p95: 120_000 }), 30_000, 120_000, 0.95],
    ["median and p99", built("lognormal", { median: 30_000, p99: 120_000 }), 30_000, 120_000, 0.99],
  ])("lognormal by %s has these quantiles", (_name, distribution, median, tail, share) => {
    const values = draws(distribution, 20_000);
    expect(shareBelow(values, median)).toBeCloseTo(0.5, 1);
    expect(Math.abs(shareBelow(values, tail) - share)).toBeLessThan(0.005);
  });

  test("by quantiles never leaves the outermost two, and hits those between", () => {
    const values = draws(isFault(quantiles) ? fixed(0) : quantiles.value, 20_000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(5_000);
    expect(Math.max(...values)).toBe(40_000);
    expect(shareBelow(values, 10_000)).toBeCloseTo(0.5, 1);
  });

  test.each<readonly [DistributionFamily, DistributionParameters, string, string | undefined]>([
    ["uniform", { min: 1 }, "needs min and max", undefined],
    ["uniform", { min: 2_000, max: 1_000 }, "max (1s) is less than min (2s)", "max"],
    ["normal", { mean: 1 }, "needs mean and stddev", undefined],
    ["exponential", {}, "needs mean", undefined],
    ["weibull", { scale: 1 }, "needs scale and shape", undefined],
    ["weibull", { scale: 1, shape: 0 }, "shape is 0; it must be 0.1 to 1000", "shape"],
    ["lognormal", { sigma: 1 }, "needs exactly one of median and mean", undefined],
    ["lognormal", { median: 1, mean: 1, sigma: 1 }, "needs exactly one of median and mean", undefined],
    ["lognormal", { median: 1 }, "needs exactly one of sigma, p95 and p99", undefined],
    ["lognormal", { median: 0, sigma: 1 }, "median must be more than 0", "median"],
    ["lognormal", { median: 1, sigma: -1 }, "sigma is -1; it must be 0 to 10", "sigma"],
    ["lognormal", { median: 9_000, p95: 8_000 }, "p95 (8s) is less than median (9s)", "p95"],
    [
      "lognormal",
      { mean: 10_000, p95: 60_000 },
      "no lognormal distribution with this mean has a p95 above 38s681ms",
      "p95",
    ],
  ])("%s with %j is refused", (family, parameters, problem, key) => {
    expect(distributionOf(family, parameters)).toEqual(key === undefined ? { problem } : { problem, key });
  });

  test("from nothing, or from quantiles that fall, is refused", () => {
    expect(empiricalValues([])).toEqual({ problem: "needs at least one value" });
    expect(empiricalQuantiles([["p50", 1]])).toEqual({
      problem: "needs at least two quantiles, for example p50 and p95",
    });
    const falling = empiricalQuantiles([
      ["p50", 2_000],
      ["p95", 1_000],
    ]);
    expect(falling).toEqual({ problem: "p95 (1s) is less than p50 (2s)", key: "p95" });
    const unknown = empiricalQuantiles([["95", 1_000]]);
    expect(unknown).toEqual({
      problem: '"95" is not a quantile; write p0 to p100, for example p50 or p99.9',
      key: "95",
      misnamed: true,
    });
  });

  test("draws whole milliseconds in the allowed range, whatever its parameters", () => {
    const time = fc.integer({ min: 0, max: MAX_DURATION_MS });
    const number = fc.double({ min: -1, max: 2_000 });
    const parameters = fc.record(
      {
        min: time,
        max: time,
        mean: time,
        median: time,
        stddev: time,
        p95: time,
        scale: time,
        sigma: number,
        shape: number,
      },
      { requiredKeys: [] },
    );
    const family = fc.constantFrom<DistributionFamily>("uniform", "normal", "lognormal", "exponential", "weibull");
    fc.assert(
      fc.property(family, parameters, fc.string(), (name, given, seed) => {
        const distribution = distributionOf(name, given);
        if (isFault(distribution)) return;
        const ms = draw(distribution.value, randomStream(seed));
        expect(Number.isInteger(ms) && ms >= 0 && ms <= MAX_DURATION_MS).toBe(true);
      }),
    );
  });
});

describe("a random stream", () => {
  test("is the same for the same seed and names, on every machine", () => {
    const random = randomStream("7", "default/sweep", "index", 3, 0, "run");
    expect([random(), random()]).toMatchInlineSnapshot(`
      [
        0.35286914207972586,
        0.6893728903960437,
      ]
    `);
  });

  test("differs if seed or names differ, also in the place where a name ends", () => {
    const firsts = [
      randomStream("7", "a", "bc")(),
      randomStream("7", "ab", "c")(),
      randomStream("7", "abc")(),
      randomStream("8", "a", "bc")(),
      randomStream("7", "a", "bc", "")(),
    ];
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  test("is even in its first draws, and neighbours know nothing of each other", () => {
    const count = 50_000;
    const firsts = Array.from({ length: count }, (_, i) => randomStream("1", "default/job", "index", i, 0, "run")());
    const bins = new Array<number>(20).fill(0);
    for (const value of firsts) bins[Math.floor(value * 20)] = (bins[Math.floor(value * 20)] ?? 0) + 1;
    const chiSquare = bins.reduce((sum, bin) => sum + (bin - count / 20) ** 2 / (count / 20), 0);
    expect(chiSquare).toBeLessThan(45); // 19 degrees of freedom: exceeded by chance once in 1,000
    const products = firsts.slice(1).map((value, i) => (value - 0.5) * ((firsts[i] ?? 0.5) - 0.5) * 12);
    expect(Math.abs(products.reduce((sum, product) => sum + product, 0) / count)).toBeLessThan(0.02);
  });
});
