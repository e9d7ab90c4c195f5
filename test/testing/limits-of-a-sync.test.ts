/** What a sync leaves to the next one, or did not come to, is no violation: 500 pods are its limit, and it may die. */

import { expect, test } from "vitest";
import type { Disturbance } from "../../src/simulation/faults/disturbance.ts";
import type { SimulationPlan, TimedAction } from "../../src/simulation/plan.ts";
import { runTrial } from "../../src/testing/run-trial.ts";
import type { ScriptRule } from "../scripted.ts";
import { findingsOf, JOB, oneJob } from "./fixtures/one-job.ts";

/** Pods of which one comes less far than the other, so that a scale-down would take it first. */
const UNLIKE: ScriptRule = { ordinal: 1, script: { scheduleMs: "never" } };
const FEWER: TimedAction = { atMs: 1_500, op: "patchJob", job: JOB, patch: { spec: { parallelism: 2 } } };
/** The process dies after the first deletion at the deadline. */
const DIES: Disturbance = { kind: "crash", atMs: 1_900, afterWrites: 1, downMs: 5_000 };

test.each<[string, SimulationPlan]>([
  // The last is created by another sync than the others, and ends in the instant in which those are counted.
  [
    "501 pods succeed, of which the status names 500",
    oneJob({ parallelism: 501, completions: 501 }, { pods: { runMs: 6_865 } }),
  ],
  ["501 indexes succeed", oneJob({ parallelism: 501, completions: 501, completionMode: "Indexed" })],
  ["501 pods are too many", oneJob({ parallelism: 503 }, { actions: [FEWER], pods: { runMs: 60_000 } })],
  [
    "a process dies between the deletions at a deadline",
    oneJob(
      { parallelism: 2, activeDeadlineSeconds: 2 },
      { disturbances: [DIES], pods: { runMs: 60_000 }, rules: [UNLIKE] },
    ),
  ],
])("nothing is found if %s", (_what, plan) => {
  expect(findingsOf(plan)).toEqual([]);
});

test("each of the pods beyond the limit is counted in the end", () => {
  const { entries } = runTrial(oneJob({ parallelism: 501, completions: 501 }), { invariants: [], record: true });
  const last = entries.findLast((entry) => entry.kind === "commit" && entry.resource === "jobs");
  expect(last).toMatchObject({ object: { status: { succeeded: 501 } } });
});
