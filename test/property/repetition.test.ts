import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { followOutcomes, type RunOutcomes } from "../../src/analysis/follow-outcomes.ts";
import { Repetition } from "../../src/analysis/repeats/repetition.ts";
import { fixed } from "../../src/engine/distribution.ts";
import { always } from "../../src/kubelet/behaviour/exit-choice.ts";
import { EPOCH_MS, type SimulationPlan } from "../../src/simulation/plan.ts";
import { Simulation } from "../../src/simulation/simulation.ts";

const HOUR_MS = 3_600_000;
const RUNS = 40;
const SEED = 1;

function oneOf<T>(usual: readonly T[], rare: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...rare) },
  );
}

const OFTEN = ["*/20 * * * *", "3,17 * * * *", "20 * * * *", "@every 30m", "@every 50m"];
const SELDOM = ["0 */3 * * *", "30 2-5 * * *", "*/30 * 1,15 * *"];

const cronJob = fc.record({
  schedule: oneOf(OFTEN, SELDOM),
  timeZone: oneOf([undefined, "Asia/Kolkata", "Europe/Berlin"], ["Australia/Lord_Howe"]),
  concurrencyPolicy: fc.constantFrom("Allow", "Forbid", "Replace"),
  startingDeadlineSeconds: fc.constantFrom(undefined, 5, 400),
  successfulJobsHistoryLimit: fc.constantFrom(undefined, 0, 1, 5),
  failedJobsHistoryLimit: fc.constantFrom(undefined, 0, 2),
  suspend: fc.constantFrom(...Array(11).fill(undefined), true),
});
const PATCH = { spec: { schedule: "10,40 * * * *" } };
const job = fc.record({
  backoffLimit: fc.constantFrom(0, 2),
  activeDeadlineSeconds: fc.constantFrom(undefined, 20, 4_000),
  ttlSecondsAfterFinished: fc.constantFrom(undefined, 0, 100, 3_000),
  completions: fc.constantFrom(1, 3),
  parallelism: fc.constantFrom(1, 2),
  completionMode: fc.constantFrom("NonIndexed", "Indexed"),
});

const plans = fc
  .record({
    cronJobs: fc.array(fc.record({ cronJob, job }), { minLength: 1, maxLength: 2, size: "small" }),
    run: oneOf([1_000, 10_000, 30_000], [59_500, 700_000, 1_700_000]),
    exit: fc.constantFrom(0, 0, 1),
    epochMs: fc.constantFrom(EPOCH_MS, Date.UTC(2026, 2, 27), Date.UTC(2026, 9, 24, 12, 3, 7)),
    untilMs: fc.integer({ min: 8 * HOUR_MS, max: 16 * HOUR_MS }),
    onceAtMs: fc.constantFrom(undefined, 0.5 * HOUR_MS),
    patchAtMs: fc.constantFrom(undefined, 1.2 * HOUR_MS),
    kubernetes: fc.constantFrom("1.27" as const, "1.36" as const),
  })
  .map(({ cronJobs, run, exit, epochMs, untilMs, onceAtMs, patchAtMs, kubernetes }): SimulationPlan => {
    const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "a" }] } };
    const manifests = cronJobs.map((drawn, at) => ({
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: `c${at}`, namespace: "default" },
      spec: { ...drawn.cronJob, jobTemplate: { spec: { ...drawn.job, template } } },
    }));
    const once = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "once", namespace: "default" },
      spec: { template },
    };
    return structuredClone({
      epochMs,
      seed: "7",
      untilMs,
      kubernetes,
      actions: [
        ...manifests.map((manifest, at) => ({
          op: "createCronJob" as const,
          atMs: at * 1_000,
          manifest: plain(manifest),
        })),
        ...(patchAtMs === undefined
          ? []
          : [
              {
                op: "patchCronJob" as const,
                atMs: patchAtMs,
                cronJob: { namespace: "default", name: "c0" },
                patch: PATCH,
              },
            ]),
        ...(onceAtMs === undefined ? [] : [{ op: "createJob" as const, atMs: onceAtMs, manifest: once }]),
      ],
      pods: { default: { run: fixed(run), exit: always(exit) }, rules: [] },
    });
  });

/** Without fields that are `undefined`, as JSON has it. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

interface Ended {
  readonly outcomes: RunOutcomes;
  readonly playedMs: number;
}

function played(plan: SimulationPlan): Ended {
  const simulation = new Simulation(plan, { record: "none" });
  const read = followOutcomes(simulation);
  simulation.run();
  return { outcomes: read(), playedMs: simulation.loop.nowMs };
}

function playedShortly(plan: SimulationPlan): Ended {
  const simulation = new Simulation(plan, { record: "none" });
  const repetition = new Repetition(simulation, followOutcomes(simulation));
  do simulation.loop.run(repetition.stopMs);
  while (repetition.goesOn());
  return { outcomes: repetition.outcomes(), playedMs: simulation.loop.nowMs };
}

describe("a run whose repetitions are skipped", () => {
  test("has the same figures as the complete run, whatever the CronJobs are", () => {
    let shortened = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const [whole, short] = [played(plan), playedShortly(plan)];
        expect(short.outcomes.cronJobs).toEqual(whole.outcomes.cronJobs);
        expect(short.outcomes.jobs).toEqual(whole.outcomes.jobs);
        expect(short.outcomes.summary.totals).toEqual(whole.outcomes.summary.totals);
        expect(short.outcomes.summary.endMs).toBe(whole.outcomes.summary.endMs);
        if (short.playedMs < whole.playedMs) shortened++;
      }),
      { seed: SEED, numRuns: RUNS },
    );
    expect(shortened).toBeGreaterThan(RUNS / 6);
  });
});
