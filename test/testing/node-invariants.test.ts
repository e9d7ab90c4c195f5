/** Invariants of pods on nodes: each one is broken by the smallest log that should break it, and by no other. */

import { describe, expect, test } from "vitest";
import type { Pod, PodSpec, PodStatus } from "../../src/api/types.ts";
import type { Actor, LogEntry, PodCommit, Verb } from "../../src/apiserver/log.ts";
import { EPOCH_MS, type SimulationPlan } from "../../src/simulation/plan.ts";
import { INVARIANTS, runTrial } from "../../src/testing/index.ts";
import { circumstancesOf } from "../../src/testing/invariants/circumstances.ts";
import { Watcher } from "../../src/testing/invariants/watcher.ts";
import { FIRST_POD, JOB, oneJob } from "./fixtures/one-job.ts";

const ABOUT_NODES = INVARIANTS.filter(({ id }) =>
  ["room-kept", "bound-once", "preempted-lower", "phase-final", "restarts-counted"].includes(id),
);
const PLAN: SimulationPlan = {
  epochMs: EPOCH_MS,
  seed: "nodes",
  actions: [],
  cluster: { nodes: [{ name: "n", room: { pods: 2, cpuMilli: 1000 } }], imagePullMs: 0, outages: [] },
};

interface Step {
  readonly name: string;
  readonly spec?: Partial<PodSpec>;
  readonly status?: PodStatus;
  readonly verb?: Verb;
  readonly graceSeconds?: number;
  readonly actor?: Actor;
}

/** Commits of pods, each of which changes what it says of the one before. */
function commitsOf(steps: readonly Step[]): LogEntry[] {
  const last = new Map<string, Pod>();
  return steps.map(({ name, spec, status, verb = "updateStatus", actor = "kubelet", graceSeconds }, at): PodCommit => {
    const previous = last.get(name);
    const killed =
      graceSeconds === undefined ? {} : { deletionTimestamp: "", deletionGracePeriodSeconds: graceSeconds };
    const metadata = {
      name,
      namespace: "default",
      uid: name,
      resourceVersion: String(at),
      creationTimestamp: "",
      ...killed,
    };
    const before = previous ?? { spec: { containers: [{ name: "main" }] }, status: { phase: "Pending" } };
    const object: Pod = {
      ...{ apiVersion: "v1", kind: "Pod", metadata },
      spec: { ...before.spec, ...spec },
      status: status ?? before.status,
    };
    last.set(name, object);
    const type = previous === undefined ? "ADDED" : "MODIFIED";
    return {
      kind: "commit",
      resource: "pods",
      slot: 0,
      timeMs: at,
      resourceVersion: at,
      type,
      verb,
      actor,
      object,
      previous,
    };
  });
}

function brokenBy(steps: readonly Step[]): string[] {
  const watcher = new Watcher(ABOUT_NODES, circumstancesOf(PLAN));
  for (const entry of commitsOf(steps)) watcher.see(entry);
  watcher.end(steps.length);
  return watcher.violations.map(({ invariant, message }) => `${invariant}: ${message}`);
}

const cpu = (amount: string) => ({ containers: [{ name: "main", resources: { requests: { cpu: amount } } }] });
const bind = (name: string, spec: Partial<PodSpec> = {}): Step => ({
  ...{ name, verb: "bind", actor: "scheduler" },
  spec: { nodeName: "n", ...spec },
});
const preempted: PodStatus = {
  phase: "Running",
  conditions: [{ type: "DisruptionTarget", status: "True", reason: "PreemptionByScheduler" }],
};
const ended: PodStatus = { phase: "Failed" };
const restarted = (restartCount: number): PodStatus => ({
  phase: "Running",
  containerStatuses: [{ name: "main", restartCount }],
});

const CASES: readonly (readonly [title: string, steps: readonly Step[], broken: readonly string[]])[] = [
  ["two pods fit on a node for two", [{ name: "a" }, bind("a"), { name: "b" }, bind("b")], []],
  [
    "a third one does not",
    [{ name: "a" }, bind("a"), { name: "b" }, bind("b"), { name: "c" }, bind("c")],
    ["room-kept: pods on n request 3 of pods, of which it has 2"],
  ],
  [
    "a pod that has ended leaves its room to others",
    [{ name: "a" }, bind("a"), { name: "b" }, bind("b"), { name: "b", status: ended }, { name: "c" }, bind("c")],
    [],
  ],
  [
    "requests are added up",
    [{ name: "a", spec: cpu("600m") }, bind("a"), { name: "b", spec: cpu("500m") }, bind("b")],
    ["room-kept: pods on n request 1.1 of cpu, of which it has 1"],
  ],
  [
    "an init container wants its room before the others run",
    [
      {
        name: "a",
        spec: { ...cpu("100m"), initContainers: [{ name: "init", resources: { requests: { cpu: "2" } } }] },
      },
      bind("a"),
    ],
    ["room-kept: pods on n request 2 of cpu, of which it has 1"],
  ],
  [
    "users put pods where they like",
    [
      { name: "a", spec: cpu("2") },
      { ...bind("a"), actor: "user" },
    ],
    [],
  ],
  [
    "a pod that is killed leaves its room at once",
    [{ name: "a" }, bind("a"), { name: "b" }, bind("b"), { name: "b", graceSeconds: 0 }, { name: "c" }, bind("c")],
    [],
  ],
  ["a pod moves", [{ name: "a" }, bind("a"), bind("a", { nodeName: "m" })], ["bound-once: a moves from n to m"]],
  [
    "a gate is ignored",
    [{ name: "a", spec: { schedulingGates: [{ name: "wait" }] } }, bind("a")],
    ["bound-once: a is bound in spite of the gate wait"],
  ],
  [
    "a pod of the same priority waits",
    [{ name: "a" }, bind("a"), { name: "b" }, { name: "a", status: preempted, actor: "scheduler" }],
    ["preempted-lower: a is preempted, and no pod of a higher priority waits"],
  ],
  [
    "a pod of a higher priority waits",
    [
      { name: "a" },
      bind("a"),
      { name: "b", spec: { priority: 1 } },
      { name: "a", status: preempted, actor: "scheduler" },
    ],
    [],
  ],
  [
    "the one that waits must not preempt",
    [
      { name: "a" },
      bind("a"),
      { name: "b", spec: { priority: 1, preemptionPolicy: "Never" } },
      { name: "a", status: preempted, actor: "scheduler" },
    ],
    ["preempted-lower: a is preempted, and no pod of a higher priority waits"],
  ],
  [
    "a pod runs after its end",
    [{ name: "a" }, { name: "a", status: ended }, { name: "a", status: { phase: "Running" } }],
    ["phase-final: a was Failed, and is Running"],
  ],
  [
    "a user flips a phase",
    [{ name: "a" }, { name: "a", status: ended }, { name: "a", status: { phase: "Running" }, actor: "user" }],
    [],
  ],
  [
    "a count of restarts falls",
    [{ name: "a" }, { name: "a", status: restarted(2) }, { name: "a", status: restarted(1) }],
    ["restarts-counted: restarts of main in a fall from 2 to 1"],
  ],
];

describe("invariants of pods on nodes", () => {
  test.each(CASES)("%s", (_title, steps, broken) => {
    expect(brokenBy(steps)).toEqual(broken);
  });

  test("a pod that is bound while its Job is orphaned keeps its node", () => {
    const trial = oneJob(
      { parallelism: 3, completions: 3 },
      {
        actions: [
          { atMs: 1, op: "restartController", downMs: 22_000, crash: true },
          { atMs: 8_000, op: "deletePod", pod: { ...FIRST_POD, ordinal: 1 }, force: false },
          { atMs: 9_000, op: "deleteJob", job: JOB, propagation: "Orphan" },
        ],
        pods: { runMs: 6_000 },
        cluster: { nodes: [{ name: "n", room: { pods: 1 } }], imagePullMs: 0, outages: [] },
      },
    );
    expect(runTrial(trial, { invariants: ABOUT_NODES }).violations).toEqual([]);
  });

  test("are armed by a run with nodes", () => {
    const cluster = { nodes: [{ name: "n", room: { pods: 1 } }], imagePullMs: 0, outages: [] };
    const { violations, tallies } = runTrial(oneJob({ parallelism: 2, completions: 2 }, { cluster }), {
      invariants: ABOUT_NODES,
    });
    expect(violations).toEqual([]);
    expect([tallies.get("room-kept")?.armed, tallies.get("bound-once")?.armed]).toEqual([2, 2]);
  });
});
