/** Writes that take effect after their timeout was reported, calls that overtake each other, and worlds of another shape. */

import { expect, test } from "vitest";
import { silentFaults } from "../../src/report/html/fault-marks.ts";
import type { Disturbance } from "../../src/simulation/faults/disturbance.ts";
import type { SimulationPlan, TimedAction } from "../../src/simulation/plan.ts";
import { drawTrial } from "../../src/testing/generate/trial.ts";
import { EPOCH_MS, type Feature, formatReplay, INVARIANTS, parseReplay, runTrial } from "../../src/testing/index.ts";
import { randomSource } from "../../src/testing/source.ts";
import { MUTANTS } from "../defects/mutants/mutants.ts";
import { oneJob } from "./fixtures/one-job.ts";

const LATE_DELETE: Disturbance = {
  kind: "lateWrites",
  atMs: 1_000,
  verb: "delete",
  resource: "jobs",
  count: 1,
  byMs: 5_000,
};
/** The Job is over after some four seconds, its TTL one later, and another one gets its name while a delete is under way. */
const AGAIN: TimedAction = { atMs: 9_000, op: "recreateJob", job: { namespace: "default", name: "a" }, downMs: 0 };
const base = oneJob({ ttlSecondsAfterFinished: 1 }, { pods: { runMs: 3_000 } });
const NAMESAKE: SimulationPlan = { ...base, actions: [...base.actions, AGAIN], disturbances: [LATE_DELETE] };

const withoutUid = MUTANTS.find(({ id }) => id === "ttl-without-uid")?.controllers;

test("a delete that comes late misses a Job of the same name, since it names the UID", () => {
  const { violations, entries } = runTrial(NAMESAKE, { invariants: INVARIANTS, record: true });
  expect(violations).toEqual([]);
  const late = entries.filter((entry) => entry.kind === "request" && entry.verb === "delete" && entry.timeMs > 9_000);
  expect(late).toMatchObject([{ actor: "ttl-controller", error: { reason: "Conflict" } }]);
});

test("a delete that does not name the UID hits it, and is caught by what it does", () => {
  const { violations } = runTrial(NAMESAKE, { invariants: INVARIANTS, controllers: withoutUid });
  expect(violations).toMatchObject([{ invariant: "ttl-kept", message: expect.stringContaining("has not finished") }]);
});

test("a timeout is in the log before the writes of its batch that take effect at once", () => {
  const trio = oneJob({ completionMode: "Indexed", parallelism: 3, completions: 3 }, { apiLatencyMs: 10 });
  const created = (trial: SimulationPlan) => {
    const { entries } = runTrial(trial, { invariants: [], record: true });
    return entries.flatMap((entry) => {
      if (entry.kind === "request" && entry.verb === "create") return [`${entry.timeMs} times out`];
      if (entry.kind !== "commit" || entry.resource !== "pods" || entry.type !== "ADDED") return [];
      return [`${entry.timeMs} creates`];
    });
  };
  // The first pod is created alone, the next two together.
  expect(created(trio)).toEqual(["10 creates", "20 creates", "20 creates"]);
  const late: Disturbance = { ...LATE_DELETE, verb: "create", resource: "pods", atMs: 10, byMs: 100 };
  expect(created({ ...trio, disturbances: [late] }).slice(0, 4)).toEqual([
    "10 creates",
    "10 times out",
    "20 creates",
    "110 creates",
  ]);
});

test("calls that are sent together arrive in another order, the same on every run", () => {
  const slow: Disturbance = { kind: "slowCalls", atMs: 0, forMs: 60_000, upToMs: 400 };
  const trial = oneJob({ completionMode: "Indexed", parallelism: 6, completions: 6 }, { disturbances: [slow] });
  const arrivals = () =>
    runTrial(trial, { invariants: [], record: true }).entries.flatMap((entry) => {
      if (entry.kind !== "commit" || entry.resource !== "pods" || entry.type !== "ADDED") return [];
      const { annotations } = entry.object.metadata;
      return [[entry.timeMs, Number(annotations?.["batch.kubernetes.io/job-completion-index"])]];
    });
  const indexes = arrivals().map(([, index]) => index);
  expect([...indexes].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(indexes).not.toEqual([0, 1, 2, 3, 4, 5]);
  expect(arrivals()).toEqual(arrivals());
});

test("a file has both, and a page shows them", () => {
  const slow: Disturbance = { kind: "slowCalls", atMs: 2_000, forMs: 3_000, upToMs: 400 };
  const trial = oneJob({}, { disturbances: [LATE_DELETE, slow] });
  const violation = { invariant: "settled", timeMs: 1_000, entry: 0, message: "", numbers: {} };
  const parsed = parseReplay(formatReplay({ seed: 1, violation, shrunk: trial, controllers: [] }));
  if ("problems" in parsed) expect.fail(parsed.problems.join("\n"));
  expect(parsed.trial.disturbances).toEqual(trial.disturbances);
  expect(silentFaults(parsed.trial).map(({ text }) => text)).toEqual([
    "from here on, the next delete of jobs times out, and takes effect 5000 ms later",
    "each call takes up to 400 ms longer than usual",
  ]);
});

function drawn(...features: Feature[]): SimulationPlan[] {
  return Array.from({ length: 40 }, (_, seed) => drawTrial(randomSource(String(seed)), features));
}

function jobsOf({ actions }: SimulationPlan): { readonly namespace: unknown; readonly parallelism: unknown }[] {
  const created = actions.flatMap((action) => (action.op === "createJob" ? [action.manifest] : []));
  return created.map((manifest) => {
    const { metadata, spec }: { metadata?: { namespace?: unknown }; spec?: { parallelism?: unknown } } = manifest;
    return { namespace: metadata?.namespace, parallelism: spec?.parallelism };
  });
}

test("some trials have Jobs of one name in two namespaces, some a Job as large as what a sync does at once", () => {
  const namespaces = drawn("namespaces").map((trial) => jobsOf(trial).map(({ namespace }) => namespace));
  expect(namespaces).toContainEqual(["default", "other"]);
  expect(namespaces).toContainEqual(["default"]);
  const sizes = drawn("largeJobs", "rateLimit").flatMap((trial) => {
    const size = Number(jobsOf(trial)[0]?.parallelism);
    return size < 100 ? [] : [{ size, turns: trial.controllerManager?.kubeApi }];
  });
  expect(sizes.length).toBeGreaterThan(5);
  expect(sizes.every(({ size, turns }) => size <= 510 && turns === undefined)).toBe(true);
});

test("a constant delay counts on while its CronJob is suspended", () => {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } };
  const cronJob = { namespace: "default", name: "tick" };
  const manifest = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: cronJob,
    spec: { schedule: "@every 42s", jobTemplate: { spec: { template } } },
  };
  const suspend = (atMs: number, is: boolean): TimedAction => ({
    ...{ atMs, op: "patchCronJob", cronJob },
    patch: { spec: { suspend: is } },
  });
  const trial: SimulationPlan = {
    epochMs: EPOCH_MS,
    seed: "delay",
    actions: [
      { atMs: 0, op: "createCronJob", manifest },
      suspend(212_000, true),
      suspend(258_000, false),
      suspend(360_000, true),
    ],
  };
  expect(runTrial(trial, { invariants: INVARIANTS }).violations).toEqual([]);
});
