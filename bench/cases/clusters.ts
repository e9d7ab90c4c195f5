/** Pods that a scheduler finds nodes for: many at once on many nodes, and many that wait for the room of a few. */

import { fixed } from "../../src/engine/distribution.ts";
import type { JsonObject, SimulationPlan } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import type { BenchCase } from "../case.ts";

const HOUR_MS = 3_600_000;

interface PodClass {
  readonly resources: JsonObject;
  readonly nodeSelector?: JsonObject;
  readonly priorityClassName?: string;
}

/** What the pods of each class ask for; the second of them has GPUs, the third a node pool of its own. */
const CLASSES: readonly PodClass[] = [
  { resources: { requests: { cpu: "1", memory: "2Gi" } } },
  { resources: { requests: { cpu: "2", memory: "8Gi", "nvidia.com/gpu": "1" }, limits: { "nvidia.com/gpu": "1" } } },
  { resources: { requests: { cpu: "500m", memory: "1Gi" } }, nodeSelector: { pool: "small" } },
];

type Repeats = Pick<BenchCase, "warmUps" | "runs" | "slow">;

interface BenchCluster {
  readonly pods: number;
  readonly nodes: number;
  /** How many pods of the smallest class one node has room for. */
  readonly room: number;
}

/** Three Jobs of one class each; every node has room for some of each class, and half of them are of the small pool. */
export function clusterPlan({ pods, nodes, room }: BenchCluster): SimulationPlan {
  const each = Math.floor(pods / CLASSES.length);
  const capacity = { cpu: String(2 * room), memory: `${8 * room}Gi`, "nvidia.com/gpu": String(room) };
  return {
    epochMs: Date.parse("2000-01-01T00:00:00Z"),
    seed: "bench",
    actions: CLASSES.map((of, at) => ({
      op: "createJob" as const,
      atMs: 0,
      manifest: manifest(`class-${at}`, at === 0 ? pods - each * (CLASSES.length - 1) : each, of),
    })),
    pods: { default: { schedule: fixed(0), start: fixed(500), run: fixed(60_000) }, rules: [] },
    cluster: {
      nodes: Array.from({ length: nodes }, (_, at) => ({
        name: `node-${at}`,
        room: { pods: 110 },
        capacity,
        ...(at % 2 === 0 ? { labels: { pool: "small" } } : {}),
      })),
      imagePullMs: 0,
      outages: [],
    },
  };
}

/** Low pods fill all nodes, and as many of a higher priority come a minute later. */
function preemptionPlan(pods: number, nodes: number): SimulationPlan {
  const resources = { requests: { cpu: "1" } };
  const jobOf = (priorityClassName: string) => manifest(priorityClassName, pods, { resources, priorityClassName });
  return {
    epochMs: Date.parse("2000-01-01T00:00:00Z"),
    seed: "bench",
    untilMs: 4 * HOUR_MS,
    priorityClasses: { low: 10, high: 1_000 },
    actions: [
      { op: "createJob", atMs: 0, manifest: jobOf("low") },
      { op: "createJob", atMs: 60_000, manifest: jobOf("high") },
    ],
    pods: { default: { schedule: fixed(0), start: fixed(500), run: fixed(600_000) }, rules: [] },
    cluster: {
      nodes: Array.from({ length: nodes }, (_, at) => ({
        name: `node-${at}`,
        room: { pods: 110 },
        capacity: { cpu: String(Math.floor(pods / nodes)) },
      })),
      imagePullMs: 0,
      outages: [],
    },
  };
}

function manifest(name: string, count: number, { resources, ...of }: PodClass): JsonObject {
  const containers = [{ name: "main", image: "example.com/worker:1", resources }];
  const template = { spec: { restartPolicy: "Never", ...of, containers } };
  // Nobody fails by itself, and those that are driven away come again.
  const limits = { backoffLimit: 1_000_000 };
  const spec = { completions: count, parallelism: count, completionMode: "Indexed", ...limits, template };
  return { apiVersion: "batch/v1", kind: "Job", metadata: { name, namespace: "default" }, spec };
}

/** From the creation of the Jobs until all are Complete. */
export function cluster(name: string, size: BenchCluster, repeats: Repeats): BenchCase {
  return played(name, size.pods, clusterPlan(size), repeats);
}

/** As many pods drive others off the nodes as these have room for. */
export function preemption(name: string, pods: number, nodes: number, repeats: Repeats): BenchCase {
  return played(name, 2 * pods, preemptionPlan(pods, nodes), repeats);
}

function played(name: string, units: number, plan: SimulationPlan, repeats: Repeats): BenchCase {
  const run = () => {
    const { server, loop } = simulate(plan);
    const open = [...server.jobs.jobs].filter(({ status }) => status.completionTime === undefined);
    return { units, note: `${open.length} Jobs open after ${loop.nowMs / 1000} s virtual` };
  };
  return { name, unit: "pods", ...repeats, run };
}
