/** A run is a function of its plan. */

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { digestOf } from "../../src/simulation/digest.ts";
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

test("a trial that was written as JSON and read again gives the same digest", () => {
  fc.assert(
    fc.property(trials(), (trial) => {
      const copy: typeof trial = JSON.parse(JSON.stringify(trial));
      expect(digestOf(simulate(planOf(copy)).log.entries)).toBe(digestOf(simulate(planOf(trial)).log.entries));
    }),
    { seed: 2, numRuns: 200 },
  );
});
