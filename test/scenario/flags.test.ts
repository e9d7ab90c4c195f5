import { describe, expect, test } from "vitest";
import { mean } from "../../src/engine/distribution.ts";
import { parseExitFlag, parseTimeFlag } from "../../src/scenario/behaviour-flags.ts";
import { isFault } from "../../src/scenario/checked.ts";
import { parseFlags } from "../../src/scenario/flags.ts";
import { parseSetFlag, setField } from "../../src/scenario/set-flag.ts";
import { problemsOf } from "./helpers.ts";

describe("a time flag", () => {
  test.each([
    ["30s", 30_000],
    ["90", 90_000],
    ["uniform:10s..40s", 25_000],
    ["uniform:min=10s,max=40s", 25_000],
    ["exponential:mean=30s", 30_000],
    ["lognormal:mean=30s,p95=1m", 30_000],
    ["normal:mean=30s,stddev=1s", 30_000],
    ["weibull:scale=30s,shape=1", 30_000],
    ["empirical:p0=10s,p100=50s", 30_000],
  ])("%s has a mean of %i ms", (text, expected) => {
    const time = parseTimeFlag(text, "forever");
    if (isFault(time) || time.value === "forever") throw new Error(text);
    expect(mean(time.value)).toBeCloseTo(expected, 3);
  });

  test("may be a word", () => {
    expect(parseTimeFlag("forever", "forever")).toEqual({ value: "forever" });
  });

  test.each([
    ["30x", '"30x" has the unknown unit "x"; the units are ms, s, m, h and d'],
    ["uniform", '"uniform" needs parameters, for example lognormal:median=30s,p95=2m or uniform:10s..40s'],
    ["unifrom:1s..2s", 'unknown distribution "unifrom"; did you mean "uniform"?'],
    [
      "poisson:mean=1s",
      'unknown distribution "poisson"; known are uniform, normal, lognormal, exponential, weibull, empirical',
    ],
    ["uniform:2s..1s", "uniform max (1s) is less than min (2s)"],
    ["lognormal:median=30s", "lognormal needs exactly one of sigma, p95 and p99"],
    ["lognormal:medain=30s,p95=1m", 'lognormal has no parameter "medain"; did you mean "median"?'],
    ["lognormal:median=30,sigma=x", 'sigma: "x" is not a number'],
    [
      "exponential:mean=x",
      'mean: "x" is not a time; write a time such as 250ms, 90s, 1h30m or 2d, or a number of seconds',
    ],
    [
      "exponential:30s",
      '"30s" is not a parameter and its value, for example lognormal:median=30s,p95=2m or uniform:10s..40s',
    ],
    ["exponential:mean=1s,mean=2s", '"mean" is given twice'],
    ["empirical:p50=1s", "empirical needs at least two quantiles, for example p50 and p95"],
  ])("%s is refused", (text, problem) => {
    expect(parseTimeFlag(text, "forever")).toEqual({ problem });
  });
});

describe("the exit flag", () => {
  test.each([
    ["1", { codes: [1], upTo: [1] }],
    ["0:95%,1:5%", { codes: [0, 1], upTo: [0.95, 1] }],
    ["1:1, 0:3", { codes: [0, 1], upTo: [0.75, 1] }],
  ])("%s is read", (text, value) => {
    expect(parseExitFlag(text)).toEqual({ value });
  });

  test.each([
    ["256", '"256" is neither an exit code (0 to 255) nor a code with its chance such as 1:5%'],
    ["0:95%,1", '"1" is neither an exit code (0 to 255) nor a code with its chance such as 1:5%'],
    ["0:95%,1:6%", "the chances add up to 101%, not to 100%"],
  ])("%s is refused", (text, problem) => {
    expect(parseExitFlag(text)).toEqual({ problem });
  });
});

describe("the set flag", () => {
  test.each([
    ["spec.backoffLimit=2", ["spec", "backoffLimit"], "2"],
    ["spec.template.spec.containers[0].image=a=b", ["spec", "template", "spec", "containers", 0, "image"], "a=b"],
    ["metadata.labels[app.kubernetes.io/name]=x", ["metadata", "labels", "app.kubernetes.io/name"], "x"],
    ["spec.suspend=", ["spec", "suspend"], ""],
  ])("%s is read", (text, path, valueText) => {
    expect(parseSetFlag(text)).toEqual({ value: { text, path, valueText } });
  });

  test.each(["", "=1", "spec", "spec..a=1", "[0]=1", "spec.=1", "spec.a b"])("%j is refused", (text) => {
    expect(parseSetFlag(text)).toEqual({ problem: "write a path, =, and a value, for example spec.backoffLimit=2" });
  });

  test("changes a copy, adds what is missing on the way, and removes by null", () => {
    const manifest = { spec: { a: [{ b: 1 }, 2], c: 3 } };
    const change = (path: readonly (string | number)[], value: unknown) => setField(manifest, path, value);
    expect(change(["spec", "a", 0, "b"], 9)).toEqual({ value: { spec: { a: [{ b: 9 }, 2], c: 3 } } });
    expect(change(["spec", "a", 2], 9)).toEqual({ value: { spec: { a: [{ b: 1 }, 2, 9], c: 3 } } });
    expect(change(["spec", "x", "y", 0], 9)).toEqual({ value: { spec: { a: [{ b: 1 }, 2], c: 3, x: { y: [9] } } } });
    expect(change(["spec", "c"], null)).toEqual({ value: { spec: { a: [{ b: 1 }, 2] } } });
    expect(change(["spec", "a", 5], 9)).toEqual({ problem: "spec.a has 2 items; there is no [5]" });
    expect(change(["spec", "c", "x"], 9)).toEqual({ problem: "spec.c is 3; it has no x" });
    expect(manifest).toEqual({ spec: { a: [{ b: 1 }, 2], c: 3 } });
  });
});

test("all wrong flags are reported together", () => {
  const texts = { run: "3x", exit: "x", until: "-1s", start: "forever", set: ["a", "b=1"], seed: "any" };
  expect(problemsOf(() => parseFlags(texts))).toEqual([
    '--start forever:"forever" is not a time; write a time such as 250ms, 90s, 1h30m or 2d, or a number of seconds',
    '--run 3x:"3x" has the unknown unit "x"; the units are ms, s, m, h and d',
    '--exit x:"x" is neither an exit code (0 to 255) nor a code with its chance such as 1:5%',
    '--until -1s:"-1s" is negative; a time is 0 or more',
    "--set a:write a path, =, and a value, for example spec.backoffLimit=2",
  ]);
});
