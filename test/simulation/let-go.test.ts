/** Memory: a run that has ended must not outlive the next collection of young objects, or thousands of runs pile up. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { CHECKED_FEATURES, JOB_FEATURES } from "../../src/testing/generate/features.ts";
import { drawTrial } from "../../src/testing/generate/trial.ts";
import { runTrial } from "../../src/testing/run-trial.ts";
import { randomSource } from "../../src/testing/source.ts";

const RUNS = 150;
/** A run is 50 to 400 kB; manifests that are remembered, and what was at work at the collection, are far less. */
const MOST_KEPT_BYTES = 30_000;

function collector(): (options?: { readonly type: "minor" }) => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}

test.each([
  { what: "plain Jobs", features: [] },
  { what: "Jobs whose pods restart and are killed", features: JOB_FEATURES },
  { what: "Jobs on nodes", features: ["nodes"] as const },
  { what: "everything that a check draws", features: CHECKED_FEATURES },
])("runs of $what are let go of by collections of young objects", ({ features }) => {
  const gc = collector();
  const trials = Array.from({ length: RUNS }, (_, i) => drawTrial(randomSource(String(i + 1)), features));
  const playAll = () => {
    for (const trial of trials) runTrial(trial, { invariants: [] });
  };
  const minor = () => {
    for (let i = 0; i < 3; i++) gc({ type: "minor" });
  };
  // Compiled code and what is remembered of manifests.
  playAll();
  playAll();
  gc();
  minor();
  const before = process.memoryUsage().heapUsed;
  playAll();
  minor();
  const kept = process.memoryUsage().heapUsed - before;
  expect(kept / RUNS).toBeLessThan(MOST_KEPT_BYTES);
});
