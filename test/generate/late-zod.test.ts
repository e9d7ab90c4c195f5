/** The package's stand-in for zod: the same schemas, made when they are needed. */

import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";

const loads = vi.hoisted(() => ({ count: 0 }));

vi.mock("zod", async (original) => {
  const zod = await original<typeof import("zod")>();
  const { lateZod } = await import("../../generate/late-zod.ts");
  return lateZod(() => {
    loads.count += 1;
    return zod;
  });
});

const { loadScenario } = await import("../../src/scenario/load.ts");
const { scenarioJsonSchemaText } = await import("../../src/scenario/json-schema.ts");
const { InputError } = await import("../../src/scenario/problem.ts");

const JOB = readFileSync("sim-scenarios/jobs/train.yaml", "utf8");
const SCENARIO = readFileSync("sim-scenarios/first-run.yaml", "utf8");

function load(file: string, text: string) {
  return loadScenario({ file, text, readFile: (path) => readFileSync(path, "utf8") });
}

function problemsOf(text: string): readonly string[] {
  try {
    load("wrong.yaml", text);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ message }) => message);
  }
}

test("a manifest is loaded without zod, a scenario with it", () => {
  load("train.yaml", JOB);
  expect(loads.count).toBe(0);
  load("sim-scenarios/first-run.yaml", SCENARIO);
  expect(loads.count).toBeGreaterThan(0);
});

test("late schemas are the schemas of scenario files, to the last key", () => {
  expect(scenarioJsonSchemaText()).toBe(readFileSync("schema/scenario.v1.json", "utf8"));
});

test("a misspelt key and a missing one are found as ever", () => {
  expect(problemsOf("apiVersion: jobsim.dev/v1\nkind: Scenario\nseeds: 4\njobs:\n  - {}\n")).toContain(
    'unknown key; did you mean "seed"?',
  );
});
