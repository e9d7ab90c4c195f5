/** A run is a function of its plan. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { writeScenario } from "../../src/scenario/write/write-scenario.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import type { SimulationPlan } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { trials } from "../../src/testing/arbitraries.ts";
import { untilSettled } from "../../src/testing/settle.ts";

test("two runs of the same trial have the same digest", () => {
  fc.assert(
    fc.property(trials(), (trial) => {
      const [first, second] = [simulate(untilSettled(trial)), simulate(untilSettled(trial))];
      expect(digestOf(second.log.entries)).toBe(digestOf(first.log.entries));
      expect(second.loop.executed).toBe(first.loop.executed);
    }),
    { seed: 1, numRuns: 500 },
  );
});

/** Copies of a plan as a worker gets it, and as a file holds it. */
function copiesOf(plan: SimulationPlan): SimulationPlan[] {
  const read: SimulationPlan = JSON.parse(JSON.stringify(plan));
  return [structuredClone(plan), read];
}

function digestsOf(...plans: readonly SimulationPlan[]): string[] {
  return plans.map((plan) => digestOf(simulate(plan).log.entries));
}

test("the plan of a trial is data: a clone and a JSON copy of it give the same digest", () => {
  fc.assert(
    fc.property(trials(), (trial) => {
      const plan = untilSettled(trial);
      const [digest] = digestsOf(plan);
      expect(digestsOf(...copiesOf(plan))).toEqual([digest, digest]);
    }),
    { seed: 2, numRuns: 200 },
  );
});

/** The plan that a scenario gives which was written from a plan. */
function asFile(plan: SimulationPlan): SimulationPlan {
  const text = JSON.stringify(writeScenario(plan));
  return loadScenario({ text, file: "written.json", readFile: () => "" }).plan;
}

test("a trial that is written as a scenario gives the same digest", () => {
  fc.assert(
    fc.property(trials(), (trial) => {
      const plan = untilSettled(trial);
      const [digest] = digestsOf(plan);
      expect(digestsOf(asFile(plan))).toEqual([digest]);
    }),
    { seed: 3, numRuns: 200 },
  );
});

const files = readdirSync("sim-scenarios", { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".yaml"),
);

test.each(files)(
  "the plan of sim-scenarios/%s is data: copies, and the scenario written from it, have the same digest",
  (name) => {
    const file = path.join("sim-scenarios", name);
    const { plan } = loadScenario({
      text: readFileSync(file, "utf8"),
      file,
      readFile: (other) => readFileSync(other, "utf8"),
    });
    const copies = copiesOf(plan);
    expect(copies).toEqual([plan, plan]);
    const [digest] = digestsOf(plan);
    expect(digestsOf(...copies, asFile(plan))).toEqual([digest, digest, digest]);
  },
);
