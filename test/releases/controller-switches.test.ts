/** Each switch of the controller shows its effect: one small run, played with both values. */

import { describe, expect, test } from "vitest";
import type { PodScript } from "../../src/kubelet/script.ts";
import type { JsonObject, TimedAction } from "../../src/simulation/plan.ts";
import type { Release } from "../../src/simulation/releases/releases.ts";
import type { Simulation } from "../../src/simulation/simulation.ts";
import type { Switches, SwitchId } from "../../src/simulation/switches.ts";
import {
  conditionAt,
  conditions,
  creations,
  events,
  finalJob,
  JOB,
  patch,
  play,
  refusals,
  type Setting,
  writes,
} from "./helpers.ts";

const FAILS = { runMs: 1700, exitCode: 1 };
const SUCCEEDS: Partial<PodScript> = { runMs: 1000 };
const SIBLINGS = { parallelism: 2, completions: 2 };
const FINALIZER = "batch.kubernetes.io/job-tracking";

/** A user's pod with the Job's finalizer. */
function foreignPod(atMs: number, id: string, owned: boolean, metadata: JsonObject = {}): TimedAction {
  const manifest = {
    metadata: { finalizers: [FINALIZER], ...metadata },
    spec: { containers: [{ name: "main", image: "worker" }] },
    status: { phase: "Running" },
  };
  return { atMs, op: "createPod", id, job: JOB, owned, manifest };
}

const REPLICA_SET = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "r", uid: "u", controller: true };

function finalizersLeft({ server }: Simulation): number {
  return [...server.pods.pods].filter(({ metadata }) => metadata.finalizers?.includes(FINALIZER) === true).length;
}

interface Case<Id extends SwitchId = SwitchId> {
  readonly id: Id;
  readonly base: Release;
  readonly setting: Setting;
  readonly shows: (simulation: Simulation) => unknown;
  /** Each value, and what it shows. */
  readonly outcomes: readonly (readonly [value: Switches[Id], shown: unknown])[];
}

const QUEUE_CASES: readonly Case[] = [
  {
    id: "jobUpdateDelay",
    base: "1.28",
    setting: { script: FAILS },
    shows: (run) => writes(run, "failed")[3],
    outcomes: [
      ["none", "4200: failed 1"],
      ["1s", "3500: failed 1"],
    ],
  },
  {
    id: "finishedJobUpdate",
    base: "1.36",
    setting: {
      script: SUCCEEDS,
      actions: [foreignPod(10_000, "late", true), patch(20_000, { ttlSecondsAfterFinished: 1000 })],
    },
    shows: finalizersLeft,
    outcomes: [
      ["sync", 1],
      ["syncAndCleanUp", 0],
      ["cleanUp", 0],
    ],
  },
  ...(
    [
      ["podFailedEventDelay", "retries", "1s"],
      ["retryReset", "progress", "cleanSync"],
      ["newFailureIsError", true, false],
    ] as const
  ).map(
    ([id, old, next]): Case => ({
      id,
      base: "1.26",
      setting: { script: FAILS },
      shows: (run) => creations(run).slice(0, 4),
      outcomes: [
        [old, [0, 4200, 17_400, 40_600]],
        [next, [0, 4200, 8400, 12_600]],
      ],
    }),
  ),
  {
    id: "errorRetry",
    base: "1.36",
    setting: { faults: [{ fromMs: 0, toMs: 20_000, verb: "create", resource: "pods", error: "forbidden" }] },
    shows: refusals,
    outcomes: [
      // The write that starts the Job wakes it again after a second.
      ["10s-360s", ["0 Forbidden", "1000 Forbidden"]],
      ["1s-60s", ["0 Forbidden", "1000 Forbidden", "3000 Forbidden", "7000 Forbidden", "15000 Forbidden"]],
    ],
  },
  {
    id: "conflict409",
    base: "1.36",
    setting: {
      apiLatencyMs: 100,
      actions: [{ atMs: 150, op: "patchJob", job: JOB, patch: { metadata: { labels: { a: "b" } } } }],
    },
    shows: (run) => [refusals(run)[0], writes(run, "active")[0]],
    outcomes: [
      ["requeue", ["200 Conflict", "310: active 1"]],
      ["error", ["200 Conflict", "1200: active 1"]],
    ],
  },
  {
    id: "backoffSource",
    base: "1.28",
    setting: { script: FAILS },
    shows: (run) => creations(run).slice(0, 4),
    outcomes: [
      ["retries", [0, 3500, 7000, 10_500]],
      ["finishTime", [0, 13_000, 36_000, 79_000]],
    ],
  },
  {
    id: "backoffCap",
    base: "1.36",
    setting: { spec: { backoffLimit: 20 }, script: FAILS, untilMs: 2_000_000 },
    shows: (run) => creations(run).slice(6, 9),
    outcomes: [
      ["360s", [648_000, 1_011_000, 1_374_000]],
      ["600s", [648_000, 1_251_000, 1_854_000]],
    ],
  },
  {
    id: "backoffRecheckMin",
    base: "1.36",
    setting: {
      spec: SIBLINGS,
      first: [FAILS],
      actions: [
        { atMs: 11_500, op: "patchPod", pod: { job: JOB, ordinal: 1 }, patch: { metadata: { labels: { a: "b" } } } },
      ],
    },
    shows: creations,
    outcomes: [
      ["none", [0, 0, 13_000]],
      ["1s", [0, 0, 13_500]],
    ],
  },
  {
    id: "activeDuringBackoff",
    base: "1.31",
    setting: { spec: SIBLINGS, first: [FAILS] },
    shows: (run) => writes(run, "active")[2],
    outcomes: [
      ["zero", "3500: active 0"],
      ["real", "3500: active 1"],
    ],
  },
  {
    id: "creationExpectation",
    base: "1.36",
    setting: {
      spec: { completionMode: "Indexed", completions: 3, parallelism: 3, backoffLimitPerIndex: 0 },
      first: [FAILS],
      actions: [patch(20_000, { suspend: true })],
    },
    shows: (run) => finalJob(run)?.status.active ?? 0,
    outcomes: [
      // One creation is expected for an index that has failed for good, so the Job stands still.
      ["early", 2],
      ["late", 0],
    ],
  },
  {
    id: "deleteDropsBackoff",
    base: "1.36",
    setting: { first: [FAILS], actions: [{ atMs: 5000, op: "recreateJob", job: JOB, downMs: 0 }] },
    shows: creations,
    outcomes: [
      [false, [0, 13_000]],
      [true, [0, 5000]],
    ],
  },
  {
    id: "finishedMemory",
    base: "1.33",
    setting: { watchLagMs: { jobs: 1500 }, script: SUCCEEDS },
    shows: refusals,
    outcomes: [
      [false, ["2500 Conflict", "6000 Conflict"]],
      [true, ["2500 Conflict"]],
    ],
  },
  {
    id: "cacheConsistency",
    base: "1.36",
    setting: { watchLagMs: { jobs: 1500 }, script: SUCCEEDS },
    shows: refusals,
    outcomes: [
      [false, ["2500 Conflict"]],
      [true, []],
    ],
  },
  {
    id: "orphanQueue",
    base: "1.36",
    setting: {
      script: SUCCEEDS,
      actions: [foreignPod(10_000, "late", true), patch(20_000, { ttlSecondsAfterFinished: 1000 })],
      faults: [{ fromMs: 20_000, toMs: 20_001, verb: "patch", resource: "pods", error: "internal" }],
    },
    shows: finalizersLeft,
    outcomes: [
      ["perPod", 0],
      // What fails is not tried again.
      ["perSelector", 1],
    ],
  },
  {
    id: "orphanRespectsOthers",
    base: "1.36",
    setting: {
      actions: [
        foreignPod(1000, "other", false, { ownerReferences: [REPLICA_SET] }),
        { atMs: 2000, op: "deletePod", pod: { id: "other" } },
      ],
    },
    shows: ({ server }) => server.pods.pods.get(JOB.namespace, "other") !== undefined,
    outcomes: [
      [false, false],
      [true, true],
    ],
  },
];

const STATUS_CASES: readonly Case[] = [
  {
    id: "backoffLimitCheck",
    base: "1.36",
    setting: {
      spec: { completions: 3, backoffLimit: 3 },
      first: [FAILS, FAILS],
      actions: [patch(50_000, { backoffLimit: 1 })],
    },
    shows: (run) => conditionAt(run, "FailureTarget"),
    outcomes: [
      ["guarded", undefined],
      ["plain", 50_000],
    ],
  },
  {
    id: "failureTarget",
    base: "1.36",
    setting: { spec: { activeDeadlineSeconds: 5 } },
    shows: (run) => conditionAt(run, "FailureTarget"),
    outcomes: [
      ["never", undefined],
      ["failJob", undefined],
      ["all", 5000],
    ],
  },
  {
    id: "successCriteriaMet",
    base: "1.31",
    setting: { script: SUCCEEDS },
    shows: (run) => conditions(finalJob(run)?.status),
    outcomes: [
      [false, "Complete"],
      [true, "SuccessCriteriaMet+Complete"],
    ],
  },
  {
    id: "completeReason",
    base: "1.36",
    setting: { script: SUCCEEDS },
    shows: (run) => finalJob(run)?.status.conditions?.at(-1)?.reason,
    outcomes: [
      ["empty", undefined],
      ["CompletionsReached", "CompletionsReached"],
    ],
  },
  {
    id: "terminalConditionDelay",
    base: "1.31",
    setting: { spec: { activeDeadlineSeconds: 5 } },
    shows: (run) => conditionAt(run, "Failed"),
    outcomes: [
      [false, 5000],
      [true, 7500],
    ],
  },
  {
    id: "completionCountsRest",
    base: "1.31",
    setting: { spec: { parallelism: 2 }, first: [SUCCEEDS], actions: [patch(8000, { suspend: true })] },
    shows: (run) => finalJob(run)?.status.failed ?? 0,
    outcomes: [
      [true, 1],
      [false, 0],
    ],
  },
  {
    id: "capBlocksFinish",
    base: "1.25",
    setting: { spec: { completions: 600, parallelism: 600 }, script: SUCCEEDS },
    shows: (run) => finalJob(run)?.status.succeeded,
    outcomes: [
      [false, 500],
      [true, 600],
    ],
  },
  {
    id: "finishEventBeforeWrite",
    base: "1.36",
    setting: {
      spec: { completions: 0 },
      apiLatencyMs: 100,
      faults: [{ fromMs: 150, toMs: 250, verb: "update", resource: "jobs", error: "internal" }],
    },
    shows: (run) => events(run)[0],
    outcomes: [
      [true, "100 Completed"],
      [false, "1200 Completed"],
    ],
  },
  {
    id: "terminatingField",
    base: "1.29",
    setting: {},
    shows: (run) => finalJob(run)?.status.terminating,
    outcomes: [
      [false, undefined],
      [true, 0],
    ],
  },
  {
    id: "deletedAddsToTerminating",
    base: "1.31",
    setting: { actions: [patch(5000, { suspend: true })] },
    shows: (run) => writes(run, "terminating").slice(2),
    outcomes: [
      [false, ["5000: terminating 0", "6000: terminating 1", "7000: terminating 0"]],
      [true, ["5000: terminating 1", "7500: terminating 0"]],
    ],
  },
  {
    id: "deletedLowersReady",
    base: "1.31",
    setting: { actions: [patch(5000, { suspend: true })] },
    shows: (run) => writes(run, "ready")[2],
    outcomes: [
      [false, "5000: ready 1"],
      [true, "5000: ready 0"],
    ],
  },
  {
    id: "replaceAfterTermination",
    base: "1.36",
    setting: {
      spec: { podReplacementPolicy: "Failed" },
      actions: [{ atMs: 5000, op: "deletePod", pod: { job: JOB, ordinal: 0 } }],
    },
    shows: creations,
    outcomes: [
      ["never", [0, 6000]],
      ["podFailurePolicy", [0, 6000]],
      ["full", [0, 16_000]],
    ],
  },
  {
    id: "suspendClearsStartTime",
    base: "1.36",
    setting: {
      spec: { activeDeadlineSeconds: 20 },
      actions: [patch(5000, { suspend: true }), patch(30_000, { suspend: false })],
    },
    shows: (run) => conditionAt(run, "FailureTarget"),
    outcomes: [
      [false, 30_000],
      [true, 50_000],
    ],
  },
  {
    id: "eventBudget",
    base: "1.36",
    setting: { spec: { parallelism: 30, completions: 30, activeDeadlineSeconds: 5 } },
    shows: events,
    outcomes: [
      ["perObject", []],
      ["perType", ["7500 DeadlineExceeded"]],
    ],
  },
  {
    id: "indexLabelOnPods",
    base: "1.36",
    setting: { spec: { completions: 1, completionMode: "Indexed" } },
    shows: ({ server }) => [...server.pods.pods][0]?.metadata.labels?.["batch.kubernetes.io/job-completion-index"],
    outcomes: [
      [false, undefined],
      [true, "0"],
    ],
  },
];

describe("a switch of the controller decides", () => {
  const rows = [...QUEUE_CASES, ...STATUS_CASES].flatMap(({ outcomes, ...rest }) =>
    outcomes.map(([value, shown]) => ({ ...rest, value, shown })),
  );
  test.each(rows)("$id: $value", ({ id, base, setting, shows, value, shown }) => {
    expect(shows(play({ kubernetes: base, ...setting, switches: { [id]: value } }))).toEqual(shown);
  });
});
