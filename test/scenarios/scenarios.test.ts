/** Every scenario people start from has its committed outcome; `UPDATE_EXPECTED=1` writes them again. */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { transitions } from "../../src/analysis/changes/transitions.ts";
import { refusals } from "../../src/analysis/refusals.ts";
import { summarize } from "../../src/analysis/summary.ts";
import { timeline } from "../../src/report/timeline.ts";
import { type LoadedScenario, loadScenario } from "../../src/scenario/load.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const FOLDER = "sim-scenarios";
const EXPECTED = path.join(FOLDER, "expected");
const isUpdating = (process.env.UPDATE_EXPECTED ?? "") !== "";

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => path.parse(file).name);

describe("scenarios that people start from", () => {
  test("are at least ten, and each has an expected outcome", () => {
    expect(names.length).toBeGreaterThanOrEqual(10);
    if (isUpdating) return;
    expect(readdirSync(EXPECTED).sort()).toEqual(names.map((name) => `${name}.json`).sort());
  });

  test.each(names)("%s loads without warnings, and under its own name", (name) => {
    const loaded = load(name);
    expect(loaded.warnings).toEqual([]);
    expect(loaded.name).toBe(name);
    expect(refusals(loaded.jobs, loaded.plan)).toEqual([]);
  });

  test.each(names)("%s ends as expected", (name) => {
    const file = path.join(EXPECTED, `${name}.json`);
    const outcome = outcomeOf(load(name));
    if (isUpdating) {
      mkdirSync(EXPECTED, { recursive: true });
      writeFileSync(file, `${JSON.stringify(outcome, null, 2)}\n`);
    }
    expect(outcome).toEqual(JSON.parse(readFileSync(file, "utf8")));
  });

  test.each(names)("%s gives the same digest again", (name) => {
    expect(outcomeOf(load(name)).digest).toBe(outcomeOf(load(name)).digest);
  });
});

function load(name: string): LoadedScenario {
  const file = path.join(FOLDER, `${name}.yaml`);
  return loadScenario({ text: readFileSync(file, "utf8"), file, readFile: (other) => readFileSync(other, "utf8") });
}

function outcomeOf({ plan }: LoadedScenario) {
  const simulation = simulate(plan);
  const summary = summarize(simulation);
  return {
    summary,
    timeline: timeline(transitions(simulation), { epochMs: plan.epochMs, endMs: summary.endMs }),
    digest: digestOf(simulation.log.entries),
  };
}
