/** What happens to pods on nodes with room: where they go, why they wait, and whom they drive away. */

import { describe, expect, test } from "vitest";
import { pendingPods } from "../../src/analysis/pending-pods.ts";
import type { Pod } from "../../src/api/types.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { type Simulation, simulate } from "../../src/simulation/simulation.ts";

const NO_CLAIMS = "no new claims to deallocate, preemption:";

interface JobText {
  readonly name: string;
  readonly pods: number;
  /** Fields of the pod's spec, as flow YAML without braces. */
  readonly spec?: string;
  readonly resources: string;
  readonly at?: string;
}

function play(nodes: string, jobs: readonly JobText[], rest = "pods: { default: { run: 10m } }"): Simulation {
  const entries = jobs.map(({ name, pods, spec = "", resources, at = "0s" }) => {
    const container = `{ name: main, image: i, resources: ${resources} }`;
    const pod = `{ restartPolicy: Never, ${spec === "" ? "" : `${spec}, `}containers: [${container}] }`;
    const job = `{ parallelism: ${pods}, completions: ${pods}, template: { spec: ${pod} } }`;
    return `  - { at: ${at}, manifest: { apiVersion: batch/v1, kind: Job, metadata: { name: ${name} }, spec: ${job} } }`;
  });
  const text = `apiVersion: jobsim.dev/v1\nkind: Scenario\njobs:\n${entries.join("\n")}\n${rest}\ncluster: { nodes: ${nodes} }\n`;
  return simulate(loadScenario({ text, file: "a.yaml", readFile: () => "" }).plan);
}

/** When pods of a Job were bound, in seconds. */
function bound({ log }: Simulation, job: string): number[] {
  return log.entries.flatMap((entry) => {
    if (entry.kind !== "commit" || entry.resource !== "pods" || entry.object.metadata.labels?.["job-name"] !== job) {
      return [];
    }
    return isBound(entry.object) && !(entry.previous && isBound(entry.previous)) ? entry.timeMs / 1000 : [];
  });
}

function isBound({ spec }: Pod): boolean {
  return spec.nodeName !== undefined;
}

const GPU_NODE = `capacity: { cpu: "64", memory: 512Gi, pods: 110, nvidia.com/gpu: "8" }`;

describe("pods that ask for GPUs", () => {
  test("stay Pending on nodes without any, with the scheduler's message and Event", () => {
    const run = play(`[{ name: cpu, count: 2, capacity: { cpu: "8", memory: 16Gi, pods: 110 } }]`, [
      { name: "train", pods: 8, resources: `{ limits: { nvidia.com/gpu: "4" } }` },
    ]);
    const message = `0/2 nodes are available: 2 Insufficient nvidia.com/gpu. ${NO_CLAIMS} 0/2 nodes are available: 2 Preemption is not helpful for scheduling.`;
    expect(pendingPods(run)).toEqual([{ namespace: "default", owner: "train", count: 8, message }]);
    const events = run.log.entries.filter((entry) => entry.kind === "event" && entry.reason === "FailedScheduling");
    expect(events).toHaveLength(8);
    expect(events[0]).toMatchObject({ type: "Warning", message, actor: "default-scheduler" });
  });

  test("run in as many rounds as there is room for", () => {
    const run = play(`[{ name: gpu, count: 20, ${GPU_NODE} }]`, [
      { name: "train", pods: 64, resources: `{ limits: { nvidia.com/gpu: "8" } }` },
    ]);
    const rounds = bound(run, "train").map((second) => Math.floor(second / 600));
    expect([0, 1, 2, 3].map((round) => rounds.filter((one) => one === round).length)).toEqual([20, 20, 20, 4]);
  });

  test("avoid tainted nodes unless they tolerate the taint", () => {
    const taints = "taints: [{ key: nvidia.com/gpu, effect: NoSchedule }]";
    const nodes = `[{ name: gpu, count: 1, ${GPU_NODE}, ${taints} }]`;
    const resources = `{ limits: { nvidia.com/gpu: "1" } }`;
    const spec = "tolerations: [{ key: nvidia.com/gpu, operator: Exists }]";
    const run = play(nodes, [
      { name: "plain", pods: 1, resources },
      { name: "tolerant", pods: 1, resources, spec },
    ]);
    expect(bound(run, "tolerant")).toEqual([0]);
    expect(pendingPods(run)[0]?.message).toMatch(/^0\/1 nodes are available: 1 node\(s\) had untolerated taint\(s\)\./);
  });
});

test("a pod of a higher priority preempts one of a lower, with an Event", () => {
  const resources = `{ requests: { cpu: "1" } }`;
  const run = play(`[{ name: node, capacity: { cpu: "1", memory: 1Gi, pods: 10 } }]`, [
    { name: "low", pods: 1, resources },
    { name: "high", pods: 1, resources, spec: "priority: 100", at: "1m" },
  ]);
  const [victim] = run.log.entries.flatMap((entry) =>
    entry.kind === "event" && entry.reason === "Preempted" ? [entry] : [],
  );
  expect(victim?.message).toMatch(/^Preempted by pod .+ on node node-0$/);
  const [high = 0] = bound(run, "high");
  expect(high).toBeGreaterThanOrEqual(60);
  expect(high).toBeLessThan(60 + 31);
  const marked = run.log.entries.find(
    (entry) =>
      entry.kind === "commit" &&
      entry.resource === "pods" &&
      entry.object.status.conditions?.some(({ reason }) => reason === "PreemptionByScheduler"),
  );
  expect(marked).toMatchObject({ actor: "default-scheduler" });
  expect(run.server.jobs.jobs.get("default", "high")?.status.succeeded).toBe(1);
});

test("a node that comes back after a drain gets the waiting pods", () => {
  const nodes = `[{ name: node, capacity: { cpu: "1", memory: 1Gi, pods: 10 } }], drains: [{ node: node-0, at: 1s, for: 5m }]`;
  const run = play(nodes, [{ name: "late", pods: 1, resources: `{ requests: { cpu: "1" } }`, at: "2s" }]);
  expect(bound(run, "late").map(Math.floor)).toEqual([301]);
});
