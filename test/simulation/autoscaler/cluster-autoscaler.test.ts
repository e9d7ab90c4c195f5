import { describe, expect, test } from "vitest";
import { clusterFigures } from "../../../src/analysis/cluster/cluster-figures.ts";
import { readCluster } from "../../../src/analysis/cluster/stays.ts";
import type { LogEntry } from "../../../src/apiserver/log.ts";
import { writeScenario } from "../../../src/scenario/write/write-scenario.ts";
import { digestOf } from "../../../src/simulation/digest.ts";
import { type Simulation, simulate } from "../../../src/simulation/simulation.ts";
import { overbooked } from "../../property/cluster/oracle.ts";
import { load } from "../../scenario/helpers.ts";

const GPU_POOL =
  "{name: gpu, capacity: {cpu: 8, memory: 64Gi, pods: 20, nvidia.com/gpu: 8}, pool: {max: 4, startAfter: 3m}}";

interface World {
  readonly nodes: string;
  readonly pods?: number;
  readonly run?: string;
  readonly requests?: string;
  readonly more?: string;
  readonly rules?: string;
  readonly volumes?: string;
  readonly annotation?: string;
  readonly rest?: string;
}

const SAFE = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/** A Job whose pods ask for four GPUs each, unless something else is said. */
function play({
  nodes,
  pods = 4,
  run = "10m",
  requests = "limits: {nvidia.com/gpu: 4}",
  more = "",
  rules = "[]",
  volumes = "[]",
  annotation = "",
  rest = "",
}: World): Simulation {
  const template = `{metadata: {annotations: {${annotation}}}, spec: {restartPolicy: Never, volumes: ${volumes}, containers: [{name: main, image: x, resources: {${requests}}}]}}`;
  return simulate(
    load(
      [
        "apiVersion: jobsim.dev/v1",
        "kind: Scenario",
        "until: 3h",
        `jobs: [{manifest: {apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {completions: ${pods}, parallelism: ${pods}, template: ${template}}}}]`,
        `pods: {default: {start: 0s, run: ${run}}, rules: ${rules}}`,
        `cluster: {nodes: [${nodes}]${more}}`,
        rest,
      ].join("\n"),
    ).plan,
  );
}

function events({ log }: Simulation, reason: string): { at: number; of: string; message: string }[] {
  return log.entries.flatMap((entry: LogEntry) =>
    entry.kind === "event" && entry.reason === reason
      ? [{ at: entry.timeMs, of: entry.regarding.kind, message: entry.message }]
      : [],
  );
}

/** How many nodes there are at an instant. */
function nodesAt(simulation: Simulation, atMs: number): number {
  const presence = [...(readCluster(simulation)?.presence.values() ?? [])];
  return presence.filter((spans) => spans.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)).length;
}

describe("a pool grows", () => {
  const run = play({ nodes: GPU_POOL });

  test("at the first pass after a scheduling failure, by as many nodes as the pods need", () => {
    const told = events(run, "TriggeredScaleUp");
    expect(told).toHaveLength(4);
    expect(new Set(told.map(({ at, message }) => `${at} ${message}`))).toEqual(
      new Set(["10000 pod triggered scale-up: [{gpu 0->2 (max: 4)}]"]),
    );
    expect(events(run, "ScaledUpGroup").map(({ message }) => message)).toEqual([
      "Scale-up: setting group gpu size to 2 instead of 0 (max: 4)",
      "Scale-up: group gpu size set to 2 instead of 0 (max: 4)",
    ]);
  });

  test("when its machines have started", () => {
    expect(nodesAt(run, 189_000)).toBe(0);
    expect(nodesAt(run, 190_000)).toBe(2);
  });

  test("and costs as long as its nodes exist", () => {
    const paid = play({ nodes: GPU_POOL.replace("pool:", "price: 6, pool:") });
    const account = readCluster(paid);
    // Two nodes from 3m10s on, until they have been unneeded for ten minutes.
    const hours = account && clusterFigures(account).cost;
    expect((hours ?? 0) / 6).toBeGreaterThan((2 * 20) / 60);
    expect((hours ?? 0) / 6).toBeLessThan((2 * 22) / 60);
  });
});

test("unneeded nodes are removed after the time of the pool, with the messages of the autoscaler", () => {
  const run = play({ nodes: GPU_POOL });
  expect(nodesAt(run, 20 * 60_000)).toBe(2);
  expect(nodesAt(run, 25 * 60_000)).toBe(0);
  expect(events(run, "ScaleDown").map(({ of, message }) => `${of}: ${message}`)).toEqual([
    "Node: marked the node as toBeDeleted/unschedulable",
    "Node: marked the node as toBeDeleted/unschedulable",
    "Node: nodes removed by cluster autoscaler",
    "Node: nodes removed by cluster autoscaler",
  ]);
  expect(events(run, "ScaleDownEmpty").map(({ message }) => message)).toEqual([
    'Scale-down: removing empty node "gpu-0"',
    'Scale-down: removing empty node "gpu-1"',
  ]);
});

test("no pool has fewer nodes than its minimum, or more than its maximum", () => {
  const run = play({ nodes: GPU_POOL.replace("max: 4", "min: 1, max: 2"), pods: 20 });
  expect(nodesAt(run, 0)).toBe(1);
  for (let atMs = 0; atMs < 3 * 3_600_000; atMs += 60_000) {
    expect(nodesAt(run, atMs)).toBeGreaterThanOrEqual(1);
    expect(nodesAt(run, atMs)).toBeLessThanOrEqual(2);
  }
  expect(nodesAt(run, 3 * 3_600_000 - 1)).toBe(1);
});

test.each([
  ["too small for the pod", GPU_POOL.replace("gpu: 8", "gpu: 2"), "1 Insufficient nvidia.com/gpu"],
  [
    "at its maximum",
    GPU_POOL.replace("max: 4", "max: 1, min: 1").replace("gpu: 8", "gpu: 4"),
    "1 max node group size reached",
  ],
  [
    "tainted",
    `${GPU_POOL.replace("pool:", "taints: [{key: a, effect: NoSchedule}], pool:")}, ${GPU_POOL.replace("name: gpu", "name: old").replace("gpu: 8", "gpu: 1")}`,
    "1 Insufficient nvidia.com/gpu, 1 node(s) had untolerated taint(s)",
  ],
])("a pool that cannot help is reported: %s", (_what, nodes, words) => {
  const told = events(play({ nodes }), "NotTriggerScaleUp");
  expect(told[0]?.message).toBe(`pod didn't trigger scale-up: ${words}`);
});

test("the pool with the least waste grows, unless another expander is set", () => {
  const pool = (name: string, cpu: number) =>
    `{name: ${name}, capacity: {cpu: ${cpu}, memory: 8Gi, pods: 20}, pool: {max: 4}}`;
  const world = { nodes: `${pool("large", 64)}, ${pool("small", 4)}`, requests: "requests: {cpu: 3}", pods: 2 };
  expect(events(play(world), "TriggeredScaleUp")[0]?.message).toContain("{small 0->2 (max: 4)}");
  const most = { ...world, pods: 6, more: ", expander: most-pods" };
  expect(events(play(most), "TriggeredScaleUp")[0]?.message).toContain("{large 0->1 (max: 4)}");
});

test("a node with low utilisation is drained if its pods fit elsewhere", () => {
  const nodes =
    "{name: w, count: 2, capacity: {cpu: 8, memory: 8Gi, pods: 20}, pool: {min: 1, max: 2, scaleDownAfter: 5m}}";
  const run = play({ nodes, pods: 2, run: "2h", requests: "requests: {cpu: 1}" });
  // Under this seed the two pods are on different nodes.
  expect(events(run, "ScaleDown").map(({ of, message }) => `${of}: ${message}`)).toEqual([
    "Node: marked the node as toBeDeleted/unschedulable",
    "Pod: deleting pod for node scale down",
    "Node: nodes removed by cluster autoscaler",
  ]);
  expect(nodesAt(run, 60 * 60_000)).toBe(1);
});

describe("a node with low utilisation", () => {
  const nodes =
    "{name: w, count: 2, capacity: {cpu: 8, memory: 8Gi, pods: 20}, pool: {min: 1, max: 2, scaleDownAfter: 5m}}";
  const world = { nodes, pods: 3, run: "2h", requests: "requests: {cpu: 1}" };
  const isDrained = (run: Simulation) => events(run, "ScaleDown").some(({ of }) => of === "Pod");

  test("goes with the pods that have ended on it: they are not evicted", () => {
    const run = play({ ...world, pods: 4, rules: '[{match: {ordinal: "0,1"}, run: 1m}]' });
    const ended = run.log.entries.flatMap((entry) =>
      entry.kind === "commit" && entry.resource === "pods" && entry.previous?.status.phase === "Succeeded"
        ? [entry]
        : [],
    );
    expect(isDrained(run)).toBe(true);
    expect(ended.map(({ actor }) => actor)).not.toContain("cluster-autoscaler");
  });

  test.each([
    ["files on the node", { volumes: "[{name: v, emptyDir: {}}]" }, false],
    ["files in memory", { volumes: "[{name: v, emptyDir: {medium: Memory}}]" }, true],
    ["files that it may lose", { volumes: "[{name: v, emptyDir: {}}]", annotation: `${SAFE}: "true"` }, true],
    [
      "a volume that it may lose",
      { volumes: "[{name: v, emptyDir: {}}]", annotation: `${SAFE}-local-volumes: v` },
      true,
    ],
    ["an annotation", { annotation: `${SAFE}: "false"` }, false],
  ])("stays if its pod has %s, unless that may go: %j", (_what, pod, isGone) => {
    expect(isDrained(play({ ...world, pods: 2, ...pod }))).toBe(isGone);
  });

  test("stays as long as a budget protects its pod", () => {
    const budget =
      "events: [{at: 0s, action: createObject, manifest: {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: {minAvailable: 2, selector: {}}}}]";
    expect(isDrained(play({ ...world, pods: 2, rest: budget }))).toBe(false);
  });
});

test("spot nodes of a pool are reclaimed with notice, and replaced", () => {
  const nodes =
    "{name: s, count: 2, capacity: {cpu: 8, pods: 20}, pool: {min: 2, max: 2}, spot: {lifetime: 20m, notice: 2m}}";
  const run = play({ nodes, pods: 1, run: "1h", requests: "requests: {cpu: 8}" });
  expect(nodesAt(run, 21 * 60_000)).toBe(2);
  expect(nodesAt(run, 22 * 60_000 + 1)).toBe(0);
  expect(nodesAt(run, 25 * 60_000 + 1)).toBe(2);
});

test("with a graceful shutdown the kubelet stops the pods of a spot node", () => {
  const nodes =
    "{name: s, count: 1, capacity: {cpu: 8, pods: 20}, pool: {min: 1, max: 1}, spot: {lifetime: 20m, notice: 30s, reclaim: shutdown}}";
  const run = play({ nodes, pods: 1, run: "1h", requests: "requests: {cpu: 8}" });
  const reasons = run.log.entries.flatMap((entry) =>
    entry.kind === "commit" && entry.resource === "pods" ? (entry.object.status.reason ?? []) : [],
  );
  expect(reasons).toContain("Terminated");
});

describe.each(Array.from({ length: 12 }, (_none, seed) => seed))("pools under seed %i", (seed) => {
  const cpus = 1 + (seed % 4);
  const spot = seed % 2 === 0 ? ", spot: {lifetime: {exponential: {mean: 30m}}}" : "";
  const nodes = [
    `{name: a, capacity: {cpu: 4, memory: 8Gi, pods: 20}, pool: {min: 1, max: ${2 + (seed % 3)}, scaleDownAfter: 3m}${spot}}`,
    "{name: b, capacity: {cpu: 16, memory: 8Gi, pods: 20}, pool: {max: 2, startAfter: {uniform: {min: 1m, max: 6m}}}}",
  ].join(", ");
  const world = { nodes, pods: 20, run: "20m", requests: `requests: {cpu: ${cpus}}` };

  test("never exceed the capacity of nodes, and finish all pods", () => {
    const run = play(world);
    expect(overbooked(run)).toEqual([]);
    const left = [...run.server.pods.pods].filter(({ status }) => status.phase === "Pending");
    expect(left.map(({ metadata }) => metadata.name)).toEqual([]);
  });

  test("are the same in a file that is written from the plan", () => {
    const { plan } = play(world);
    const again = load(JSON.stringify(writeScenario(plan))).plan;
    expect(digestOf(simulate(again).log.entries)).toBe(digestOf(simulate(plan).log.entries));
  });
});
