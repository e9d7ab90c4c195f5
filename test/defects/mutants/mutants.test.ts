/** Subtle mutants of the built-in controllers: at which run of the default check each is found. */

import { readFileSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { builtInControllers, check } from "../../../src/testing/index.ts";
import { MUTANTS, type Mutant } from "./mutants.ts";
import { withMutant } from "./planted.ts";
import { type Found, formatRows, readRows } from "./rows.ts";

const { variants } = vi.hoisted(() => ({ variants: () => import("./variants.ts") }));
vi.mock(import("../../../src/controller/job/deletion-order.ts"), async (real) =>
  (await variants()).deletionOrder(await real()),
);
vi.mock(import("../../../src/controller/job/misplaced-pods.ts"), async (real) =>
  (await variants()).misplacedPods(await real()),
);
vi.mock(import("../../../src/controller/job/claim.ts"), async (real) => (await variants()).claim(await real()));
vi.mock(import("../../../src/controller/job/finish.ts"), async (real) => (await variants()).finish(await real()));
vi.mock(import("../../../src/controller/job/create-pods.ts"), async (real) =>
  (await variants()).createPods(await real()),
);
vi.mock(import("../../../src/controller/job/constants.ts"), async (real) =>
  (await variants()).jobConstants(await real()),
);
vi.mock(import("../../../src/controller/job/indexes.ts"), async (real) => (await variants()).indexes(await real()));
vi.mock(import("../../../src/controller/job/pod-failure-policy.ts"), async (real) =>
  (await variants()).failurePolicy(await real()),
);
vi.mock(import("../../../src/controller/job/backoff.ts"), async (real) => (await variants()).backoff(await real()));
vi.mock(import("../../../src/controller/cronjob/missed-starts.ts"), async (real) =>
  (await variants()).missedStarts(await real()),
);
vi.mock(import("../../../src/controller/cronjob/create-job.ts"), async (real) =>
  (await variants()).createJob(await real()),
);
vi.mock(import("../../../src/controller/cronjob/status-pass.ts"), async (real) =>
  (await variants()).statusPass(await real()),
);
vi.mock(import("../../../src/controller/job/sync-context.ts"), async (real) =>
  (await variants()).syncContext(await real()),
);
vi.mock(import("../../../src/scheduler/plugins/node-unschedulable.ts"), async (real) =>
  (await variants()).nodeUnschedulable(await real()),
);
vi.mock(import("../../../src/scheduler/plugins/taint-toleration.ts"), async (real) =>
  (await variants()).taintToleration(await real()),
);
vi.mock(import("../../../src/kubelet/crash-loop.ts"), async (real) => (await variants()).crashLoop(await real()));
vi.mock(import("../../../src/kubelet/back-off.ts"), async (real) => (await variants()).backOff(await real()));

const RUNS = 10_000;
const SHARE = 0.9;
const PAGE = new URL("./mutants.md", import.meta.url);

const found = readRows(readFileSync(PAGE, "utf8"));

function search({ id, controllers = builtInControllers }: Mutant, seed: number, runs: number): Found | undefined {
  const { failures } = withMutant(id, () => check({ controllers, seed, runs, shrinkRuns: 0, strict: false }));
  return failures.map((failure) => ({ run: failure.seed, seenBy: failure.violation.invariant }))[0];
}

// A search of all takes minutes: a run that still shows its mutant is kept.
if (process.env.UPDATE_EXPECTED !== undefined) {
  for (const mutant of MUTANTS) {
    const known = found.get(mutant.id);
    const kept = known === undefined ? undefined : search(mutant, known.run, 1);
    const now = kept ?? search(mutant, 1, RUNS);
    if (now === undefined) found.delete(mutant.id);
    else found.set(mutant.id, now);
    writeFileSync(PAGE, formatRows(MUTANTS, found, RUNS));
  }
}

test.each(MUTANTS.filter(({ id }) => found.has(id)))("$id is found at the run that the page says", (mutant) => {
  const row = found.get(mutant.id);
  expect(search(mutant, row?.run ?? 0, 1)).toEqual(row);
});

test("nine in ten are found, each within ten thousand runs", () => {
  expect(found.size).toBeGreaterThanOrEqual(SHARE * MUTANTS.length);
  expect(Math.max(...[...found.values()].map(({ run }) => run))).toBeLessThanOrEqual(RUNS);
});

test("a mutant that is not planted is the controller as it is", () => {
  for (const { run } of found.values()) expect(check({ seed: run, runs: 1, shrinkRuns: 0 }).failures).toEqual([]);
});

test("the page has a row for each mutant", () => {
  expect(readFileSync(PAGE, "utf8")).toBe(formatRows(MUTANTS, found, RUNS));
});
