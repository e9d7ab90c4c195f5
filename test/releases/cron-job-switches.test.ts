/** Each switch of CronJobs shows its effect: one small run, played with both values, and in the release that has it. */

import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/api/json.ts";
import { CRON_JOB } from "../../src/api/kinds/cron-job.ts";
import { CURRENT_API } from "../../src/api/switches.ts";
import { isCommitOf } from "../../src/apiserver/log.ts";
import type { SimulationPlan, TimedAction } from "../../src/simulation/plan.ts";
import { RELEASES, type Release, switchesOf } from "../../src/simulation/releases/releases.ts";
import { type Simulation, simulate } from "../../src/simulation/simulation.ts";
import type { Switches, SwitchId } from "../../src/simulation/switches.ts";
import { scripted } from "../scripted.ts";
import { manifestOf } from "./helpers.ts";

const TICK = { namespace: "default", name: "tick" };
/** Half a minute before a time of the schedule. */
const EPOCH_MS = Date.parse("2026-03-01T00:59:30Z");
const RUN = { scheduleMs: 0, startMs: 1000, runMs: 5000, exitCode: 0, terminationMs: 0, terminationExitCode: 0 };

interface Case {
  readonly id: SwitchId;
  readonly spec?: JsonObject;
  readonly plan?: Partial<SimulationPlan>;
  readonly actions?: readonly TimedAction[];
  readonly shows: (run: Simulation) => unknown;
  /** Each value, the first release that has it, and what it shows. */
  readonly outcomes: readonly (readonly [value: Switches[SwitchId], since: Release, shown: unknown])[];
}

const CASES: readonly Case[] = [
  {
    id: "historyCleanUp",
    spec: { successfulJobsHistoryLimit: 0 },
    shows: (run) => eventsOf(run).map(({ reason }) => reason),
    outcomes: [
      ["last", "1.25", ["SuccessfulCreate", "SawCompletedJob", "SuccessfulDelete"]],
      ["first", "1.27", ["SuccessfulCreate", "SuccessfulDelete"]],
    ],
  },
  {
    id: "scheduledTimestamp",
    spec: { timeZone: "Europe/Berlin" },
    shows: (run) => firstJob(run)?.metadata.annotations?.["batch.kubernetes.io/cronjob-scheduled-timestamp"],
    outcomes: [
      [false, "1.25", undefined],
      [true, "1.28", "2026-03-01T02:00:00+01:00"],
    ],
  },
  {
    id: "successNoted",
    shows: (run) => statusesOf(run).map(({ active = [], lastSuccessfulTime }) => [active.length, lastSuccessfulTime]),
    outcomes: [
      [
        "laterSync",
        "1.25",
        [
          [1, undefined],
          [0, undefined],
          [0, "2026-03-01T01:00:07Z"],
        ],
      ],
      [
        "sameSync",
        "1.31",
        [
          [1, undefined],
          [0, "2026-03-01T01:00:07Z"],
        ],
      ],
    ],
  },
  {
    id: "missedStartsText",
    spec: { schedule: "* * * * *", suspend: true },
    plan: { untilMs: 7_211_000 },
    actions: [{ atMs: 7_210_000, op: "patchCronJob", cronJob: TICK, patch: { spec: { suspend: false } } }],
    shows: (run) =>
      eventsOf(run)
        .find(({ reason }) => reason === "TooManyMissedTimes")
        ?.message.split(". ")[0],
    outcomes: [
      ["counted", "1.25", "too many missed start times: 120"],
      ["plain", "1.27", "too many missed start times"],
    ],
  },
  {
    id: "completedJobText",
    shows: (run) =>
      eventsOf(run)
        .find(({ reason }) => reason === "SawCompletedJob")
        ?.message.split(", ")[1],
    outcomes: [
      ["status", "1.25", "status: Complete"],
      ["condition", "1.31", "condition: Complete"],
    ],
  },
  {
    id: "zoneInSchedule",
    spec: { schedule: "TZ=Europe/Berlin 0 2 * * *" },
    shows: (run) => firstJob(run)?.metadata.name ?? refusalsOf(run),
    outcomes: [
      ["allowed", "1.25", "tick-29538780"],
      [
        "refused",
        "1.29",
        [
          'CronJob.batch "tick" is invalid: spec.schedule: Invalid value: "TZ=Europe/Berlin 0 2 * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
        ],
      ],
    ],
  },
  {
    id: "manualJobControlled",
    spec: { suspend: true },
    actions: [{ atMs: 1000, op: "createJobFrom", cronJob: TICK, name: "by-hand" }],
    shows: (run) => [
      firstJob(run)?.metadata.ownerReferences?.[0]?.controller,
      statusesOf(run).at(-1)?.lastSuccessfulTime,
    ],
    outcomes: [
      [false, "1.25", [undefined, undefined]],
      [true, "1.28", [true, "2026-03-01T00:59:38Z"]],
    ],
  },
];

describe("a switch of CronJobs decides", () => {
  const rows = CASES.flatMap(({ outcomes, ...rest }) =>
    outcomes.map(([value, since, shown]) => ({ ...rest, value, since, shown })),
  );
  test.each(rows)("$id: $value", ({ value, since, shown, ...one }) => {
    expect(one.shows(played(one, { switches: { [one.id]: value } }))).toEqual(shown);
    expect(RELEASES.find((release) => switchesOf(release)[one.id] === value)).toBe(since);
  });

  test("zoneColumn: the column Timezone comes with 1.30", () => {
    const namesWith = (zoneColumn: boolean) =>
      CRON_JOB.columns
        .filter(({ isShown }) => isShown?.({ ...CURRENT_API, zoneColumn }) ?? true)
        .map(({ name }) => name);
    expect(namesWith(true).filter((name) => !namesWith(false).includes(name))).toEqual(["Timezone"]);
    expect(RELEASES.find((release) => switchesOf(release).zoneColumn)).toBe("1.30");
  });

  test("a quota that an old Job uses up stops a CronJob for good if its clean-up comes last", () => {
    const plan = {
      resourceQuotas: [
        { name: "few", namespace: "default", fromMs: 0, toMs: 600_000, hard: { "count/jobs.batch": "1" } },
      ],
      pods: scripted({ ...RUN, runMs: 70_000 }),
      untilMs: 600_000,
    };
    const spec = { schedule: "* * * * *", successfulJobsHistoryLimit: 0 };
    const startedWith = (historyCleanUp: Switches["historyCleanUp"]) =>
      eventsOf(played({ spec, plan }, { switches: { historyCleanUp } })).filter(
        ({ reason }) => reason === "SuccessfulCreate",
      ).length;
    expect([startedWith("last"), startedWith("first")]).toEqual([1, 8]);
  });
});

function played(
  { spec = {}, plan = {}, actions = [] }: Omit<Case, "id" | "shows" | "outcomes">,
  extra: Partial<SimulationPlan>,
) {
  const { spec: template } = manifestOf({ backoffLimit: 0 });
  const manifest = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { ...TICK },
    spec: { schedule: "0 * * * *", jobTemplate: { spec: template ?? {} }, ...spec },
  };
  return simulate({
    epochMs: EPOCH_MS,
    seed: "1",
    untilMs: 60_000,
    pods: scripted(RUN),
    ...plan,
    ...extra,
    actions: [{ atMs: 0, op: "createCronJob", manifest }, ...actions],
  });
}

function eventsOf({ log }: Simulation) {
  return log.entries.flatMap((entry) => (entry.kind === "event" && entry.regarding.kind === "CronJob" ? [entry] : []));
}

function statusesOf({ log }: Simulation) {
  return log.entries.flatMap((entry) =>
    isCommitOf(CRON_JOB, entry) && entry.verb === "updateStatus" ? [entry.object.status] : [],
  );
}

function firstJob({ log }: Simulation) {
  for (const entry of log.entries) {
    if (entry.kind === "commit" && entry.resource === "jobs") return entry.object;
  }
  return undefined;
}

function refusalsOf({ log }: Simulation) {
  return log.entries.flatMap((entry) =>
    entry.kind === "request" && entry.error !== undefined ? [entry.error.message] : [],
  );
}
