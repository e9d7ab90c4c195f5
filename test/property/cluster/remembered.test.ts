/** What the scheduler remembers of attempts changes nothing that happens. */

import { afterEach, expect, test, vi } from "vitest";
import { digestOf } from "../../../src/simulation/digest.ts";
import type { SimulationPlan } from "../../../src/simulation/plan.ts";
import { occurrences } from "./oracle.ts";
import { clusterPlan } from "./plan.ts";

const SEEDS = Array.from({ length: 12 }, (_none, seed) => seed);
const SCHEDULER = "../../../src/scheduler";
const [FAILURES, DRY_RUNS] = [`${SCHEDULER}/nominated-failures.ts`, `${SCHEDULER}/preemption/known-dry-runs.ts`];

afterEach(() => {
  vi.resetModules();
  vi.doUnmock(FAILURES);
  vi.doUnmock(DRY_RUNS);
});

/** Pods of two kinds drive out the low ones that fill all nodes; some of them find no victim. */
function crowdedPlan(): SimulationPlan {
  const job = (name: string, atMs: number, count: number, cpu: string, priorityClassName: string) => {
    const containers = [{ name: "main", image: "example.com/worker", resources: { requests: { cpu } } }];
    const template = { spec: { restartPolicy: "Never", priorityClassName, containers } };
    const spec = { completions: count, parallelism: count, backoffLimit: 1_000, template };
    const manifest = { apiVersion: "batch/v1", kind: "Job", metadata: { name, namespace: "default" }, spec };
    return { op: "createJob" as const, atMs, manifest };
  };
  const nodes = Array.from({ length: 6 }, (_none, at) => ({
    name: `node-${at}`,
    room: { pods: 20 },
    capacity: { cpu: String(6 + (at % 2)) },
  }));
  return {
    ...clusterPlan(0),
    resourceQuotas: [],
    priorityClasses: { low: 1, high: 2 },
    actions: [
      job("low", 0, 40, "1", "low"),
      job("small", 60_000, 20, "1", "high"),
      job("large", 60_000, 14, "1500m", "high"),
    ],
    cluster: { nodes, imagePullMs: 0, outages: [] },
  };
}

async function play() {
  const { simulate } = await import("../../../src/simulation/simulation.ts");
  return [crowdedPlan(), ...SEEDS.map((seed) => clusterPlan(seed))].map((plan) => simulate(plan));
}

test("clusters are the same if each pod makes each attempt and each dry run itself", async () => {
  const remembering = await play();
  const preemptions = remembering.reduce((sum, run) => sum + occurrences(run).preemptions, 0);
  expect(preemptions).toBeGreaterThan(20);
  vi.resetModules();
  vi.doMock(FAILURES, () => ({
    NominatedFailures: class {
      tryPod(_pod: unknown, _latest: unknown, attempt: () => unknown) {
        return attempt();
      }
    },
  }));
  vi.doMock(DRY_RUNS, async () => {
    const { selectVictims } = await import("../../../src/scheduler/preemption/select-victims.ts");
    return {
      KnownDryRuns: class {
        readonly try = selectVictims;
      },
    };
  });
  const forgetting = await play();
  expect(forgetting.map(({ log }) => digestOf(log.entries))).toEqual(
    remembering.map(({ log }) => digestOf(log.entries)),
  );
});
