import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DEFAULT_TRAITS } from "../../../src/kubelet/behaviour/rules.ts";
import { problemsOfRules } from "../../../src/kubelet/behaviour/rules-check.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import { PlanError } from "../../../src/simulation/plan-error.ts";
import { simulate } from "../../../src/simulation/simulation.ts";
import { CHECKED_FEATURES } from "../../../src/testing/generate/features.ts";
import { drawTrial } from "../../../src/testing/generate/trial.ts";
import { randomSource } from "../../../src/testing/source.ts";

const inDefault = (traits: object) => ({ default: traits, rules: [] });
const inRule = (rule: object) => ({ default: {}, rules: [rule] });

describe("rules of code without types are refused, with their place and what would be right:", () => {
  test.each<readonly [string, unknown, string]>([
    ["a text", "none", 'pods: must be a map of default, rules, not the text "none"'],
    ["a list", [], "pods: must be a map of default, rules, not a list"],
    ["nothing", null, "pods: must be a map of default, rules, not empty"],
    ["no rules", { default: {} }, "pods.rules: is missing"],
    ["rules that are a map", { default: {}, rules: {} }, "pods.rules: must be a list, not a map"],
    ["a misspelt key", { defualt: {}, rules: [] }, 'pods.defualt: unknown key; did you mean "default"?'],
    ["a misspelt trait", inDefault({ runn: 1 }), 'pods.default.runn: unknown key; did you mean "run"?'],
    [
      "a rule with a misspelt key",
      inRule({ mach: {}, traits: {} }),
      'pods.rules[0].mach: unknown key; did you mean "match"?',
    ],
    ["a rule without traits", inRule({ match: {} }), "pods.rules[0].traits: is missing"],
    [
      "a negative time",
      inDefault({ run: { kind: "fixed", ms: -5 } }),
      "pods.default.run.ms: must be a number from 0 to 315360000000, not -5",
    ],
    [
      "a time that is no number",
      inDefault({ start: { kind: "fixed", ms: Number.NaN } }),
      "pods.default.start.ms: must be a number from 0 to 315360000000, not NaN",
    ],
    [
      "a time as in a file",
      inDefault({ run: "30s" }),
      'pods.default.run: must be a distribution of milliseconds such as fixed(30_000) or "forever", not the text "30s"',
    ],
    [
      "an unknown distribution",
      inDefault({ run: { kind: "unifrom", minMs: 1, maxMs: 2 } }),
      'pods.default.run.kind: must be one of fixed, uniform, normal, lognormal, exponential, weibull, values, quantiles, not the text "unifrom"; did you mean "uniform"?',
    ],
    ["half a distribution", inDefault({ run: { kind: "uniform", minMs: 1 } }), "pods.default.run.maxMs: is missing"],
    ["no values", inDefault({ run: { kind: "values", valuesMs: [] } }), "pods.default.run.valuesMs: must not be empty"],
    ["a code", inDefault({ exit: 1 }), "pods.default.exit: must be a choice of exit codes such as always(1), not 1"],
    [
      "a code that no process has",
      inDefault({ exit: { codes: [256], upTo: [1] } }),
      "pods.default.exit.codes[0]: must be a whole number from 0 to 255, not 256",
    ],
    [
      "a container that ignores something else",
      inDefault({ containers: { main: { onTerm: "ignores" } } }),
      'pods.default.containers.main.onTerm: must be a map of time, exit or "ignore", not the text "ignores"',
    ],
    [
      "an index",
      inRule({ match: { index: [3] }, traits: {} }),
      "pods.rules[0].match.index[0]: must be a map of first, last, not 3",
    ],
    [
      "an owner of work",
      inDefault({ work: { total: { kind: "fixed", ms: 1 }, of: "jobs" } }),
      'pods.default.work.of: must be one of pod, index, job, not the text "jobs"; did you mean "job"?',
    ],
  ])("%s", (_what, pods, message) => {
    expect(problemsOfRules(pods).map(({ path, message: words }) => `${path}: ${words}`)).toEqual([message]);
  });

  test("all at once, and before anything is played", () => {
    const plan = JSON.parse('{"epochMs":0,"seed":"1","actions":[],"pods":{"default":{"run":1},"rules":[{}]}}');
    expect(() => simulate(plan)).toThrow(PlanError);
    expect(() => simulate(plan)).toThrow(
      'pods.default.run: must be a distribution of milliseconds such as fixed(30_000) or "forever", not 1\npods.rules[0].match: is missing\npods.rules[0].traits: is missing',
    );
  });
});

describe("rules that can be played are not refused:", () => {
  test("the defaults, and fields that are undefined", () => {
    expect(problemsOfRules({ default: { ...DEFAULT_TRAITS, run: undefined }, rules: [] })).toEqual([]);
  });

  test("those of the scenarios", () => {
    const folder = "sim-scenarios";
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".yaml"))) {
      const readFile = (file: string) => readFileSync(`${folder}/${file}`, "utf8");
      const { plan } = loadScenario({ text: readFile(name), file: name, readFile });
      if (plan.pods !== undefined) expect(problemsOfRules(structuredClone(plan.pods)), name).toEqual([]);
    }
  });

  test("those of trials", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { pods } = drawTrial(randomSource(String(seed)), CHECKED_FEATURES);
      if (pods !== undefined) expect(problemsOfRules(pods), String(seed)).toEqual([]);
    }
  });
});
