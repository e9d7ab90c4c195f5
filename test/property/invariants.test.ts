/** The invariants of semantics 04 and 06 hold over random Jobs, behaviours, users and faults. */

import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { SimulationPlan } from "../../src/simulation/plan.ts";
import { trials } from "../../src/testing/arbitraries.ts";
import { FAULT_FEATURES, FAULTLESS, FEATURES } from "../../src/testing/generate/features.ts";
import { INVARIANTS } from "../../src/testing/invariants/index.ts";
import { runTrial } from "../../src/testing/run-trial.ts";

/** What a trial violates, beyond the defects that Kubernetes still has. */
function violationsOf(trial: SimulationPlan) {
  return runTrial(trial, { invariants: INVARIANTS }).violations.filter(({ known }) => known === undefined);
}

test("every invariant holds in runs without faults", () => {
  fc.assert(
    fc.property(trials(FAULTLESS), (trial) => {
      expect(violationsOf(trial)).toEqual([]);
    }),
    { seed: 20261121, numRuns: 1500 },
  );
});

test("every invariant holds under restarts, crashes, slow watches, slow calls and failing calls", () => {
  fc.assert(
    fc.property(trials([...FAULTLESS, ...FAULT_FEATURES]), (trial) => {
      expect(violationsOf(trial)).toEqual([]);
    }),
    { seed: 20261122, numRuns: 2500 },
  );
});

test("the remaining invariants hold when pods and status are changed behind the controller's back", () => {
  fc.assert(
    fc.property(trials(FEATURES), (trial) => {
      expect(violationsOf(trial)).toEqual([]);
    }),
    { seed: 20261123, numRuns: 1500 },
  );
});
