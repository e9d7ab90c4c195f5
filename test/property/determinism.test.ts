/** A run is a function of its plan. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import type { SimulationPlan } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { trials } from "../../src/testing/arbitraries/index.ts";
import { planOf } from "../../src/testing/trial.ts";

test("two runs of the same trial have the same digest", () => {
  fc.assert(
    fc.property(trials(), (trial) => {
      const [first, second] = [simulate(planOf(trial)), simulate(planOf(trial))];
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

test("the plan of a trial is data: its clone, and what was written as JSON and read again, give the same digest", () => {
  fc.assert(
    fc.property(trials(), (trial) => {
      const plan = planOf(trial);
      const [digest] = digestsOf(plan);
      expect(digestsOf(...copiesOf(plan))).toEqual([digest, digest]);
    }),
    { seed: 2, numRuns: 200 },
  );
});

const files = readdirSync("sim-scenarios", { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".yaml"),
);

test.each(files)("the plan of sim-scenarios/%s is data, with the same digest as a copy", (name) => {
  const file = path.join("sim-scenarios", name);
  const { plan } = loadScenario({
    text: readFileSync(file, "utf8"),
    file,
    readFile: (other) => readFileSync(other, "utf8"),
  });
  const copies = copiesOf(plan);
  expect(copies).toEqual([plan, plan]);
  const [digest] = digestsOf(plan);
  expect(digestsOf(...copies)).toEqual([digest, digest]);
});
