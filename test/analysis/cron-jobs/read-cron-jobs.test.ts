import { describe, expect, test } from "vitest";
import type { CronJobLife, CronRun } from "../../../src/analysis/cron-jobs/cron-run.ts";
import { readCronJobs } from "../../../src/analysis/cron-jobs/read-cron-jobs.ts";
import { endOf } from "../../../src/analysis/read-run.ts";
import { runsText } from "../../../src/report/cron-jobs/runs-text.ts";
import { simulate } from "../../../src/simulation/simulation.ts";
import { load } from "../../scenario/helpers.ts";

const HOUR_MS = 3_600_000;

/** Plays an hourly CronJob for six and a half hours. */
function played(spec: string, rest: string): CronJobLife {
  const text = `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: hourly}
      spec:
        schedule: "0 * * * *"
        ${spec}
        jobTemplate: {spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: main}]}}}}
until: 6h30m
${rest}`;
  const simulation = simulate(load(text.replace("{name: main}", "{name: main, image: a}")).plan);
  const [life] = readCronJobs(simulation, endOf(simulation));
  if (life === undefined) throw new Error("no CronJob");
  return life;
}

function shortly(run: CronRun): string {
  const hour = run.scheduledMs / HOUR_MS;
  return run.kind === "skipped" ? `${hour} ${run.why}` : `${hour} ${run.outcome}`;
}

const LONG_SECOND = "pods: {default: {run: 1m}, rules: [{match: {cronRun: 1}, run: 2h30m}]}\n";

describe("what happened to the scheduled times", () => {
  test("under Forbid, a time is skipped, or run late, while a run is active", () => {
    const { runs, figures } = played("concurrencyPolicy: Forbid", LONG_SECOND);
    expect(runs.map(shortly)).toEqual([
      "1 Complete",
      "2 Complete",
      "3 active",
      "4 Complete",
      "5 Complete",
      "6 Complete",
    ]);
    expect(runs[3]).toMatchObject({ lateMs: 30 * 60_000 + 2_000 + 100, waitedFor: "active" });
    expect(figures).toMatchObject({ started: 5, complete: 5, overlaps: 0, mostAtOnce: 1, skipped: { active: 1 } });
  });

  test("under Replace, the active run is replaced", () => {
    const { runs, figures } = played("concurrencyPolicy: Replace", LONG_SECOND);
    expect(runs.map(shortly).slice(0, 3)).toEqual(["1 Complete", "2 Replaced", "3 Complete"]);
    expect(figures).toMatchObject({ started: 6, replaced: 1, overlaps: 0 });
  });

  test("under Allow, runs overlap", () => {
    const { figures } = played("concurrencyPolicy: Allow", LONG_SECOND);
    expect(figures).toMatchObject({ started: 6, overlaps: 2, mostAtOnce: 2 });
  });

  test("a time is missed without a controller, and the last of several is run late", () => {
    const { runs } = played("suspend: false", "events: [{at: 90m, action: restartController, down: 3h}]\n");
    expect(runs.map(shortly)).toEqual(["1 Complete", "2 down", "3 down", "4 Complete", "5 Complete", "6 Complete"]);
    expect(runs[3]).toMatchObject({ waitedFor: "down", lateMs: 30 * 60_000 });
  });

  test("a starting deadline skips times that cannot be run soon enough", () => {
    const { runs } = played(
      "startingDeadlineSeconds: 60",
      "events: [{at: 90m, action: restartController, down: 1h}]\n",
    );
    expect(runs.map(shortly)).toEqual(["1 Complete", "2 down", "3 Complete", "4 Complete", "5 Complete", "6 Complete"]);
  });

  test("while it is suspended nothing runs, and a Job created manually is listed separately", () => {
    const events =
      "[{at: 90m, action: suspend}, {at: 2h30m, action: createJobFrom, name: now}, {at: 4h30m, action: resume}]";
    const { runs, figures } = played("suspend: false", `events: ${events}\n`);
    expect(runs.map(shortly)).toEqual([
      "1 Complete",
      "2 suspended",
      "3 suspended",
      "4 Complete",
      "5 Complete",
      "6 Complete",
    ]);
    expect(figures.manual).toBe(1);
  });
});

test("similar runs share a line, and one that takes very long has its own", () => {
  const lines = runsText(played("concurrencyPolicy: Forbid", LONG_SECOND), {
    epochMs: Date.parse("2024-05-01T00:00:00Z"),
    endMs: 6.5 * HOUR_MS,
  });
  expect(lines.slice(2).map((line) => line.replaceAll(/ {2,}/g, " | "))).toEqual([
    "2024-05-01 01:00 | complete, after 1m02s",
    "2024-05-01 02:00 | complete, after 2h30m02s",
    expect.stringMatching(/^2024-05-01 03:00 \| skipped: hourly-15778200 was still active/),
    "2024-05-01 04:00 | complete, after 1m02s, 30m02s late (the run before was still active, Forbid)",
    "2024-05-01 05:00 to 06:00 | 2 | complete, after 1m02s",
  ]);
});
