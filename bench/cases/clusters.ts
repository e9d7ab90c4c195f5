/** Pods that a scheduler finds nodes for: many at once on many nodes, and many that wait for the room of a few. */

import { fixed } from "../../src/engine/distribution.ts";
import type { JsonObject, SimulationPlan } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import type { BenchCase } from "../case.ts";

/** What the pods of each class ask for; the second of them has GPUs, the third a node pool of its own. */
const CLASSES: readonly { readonly resources: JsonObject; readonly nodeSelector?: JsonObject }[] = [
  { resources: { requests: { cpu: "1", memory: "2Gi" } } },
  { resources: { requests: { cpu: "2", memory: "8Gi", "nvidia.com/gpu": "1" }, limits: { "nvidia.com/gpu": "1" } } },
  { resources: { requests: { cpu: "500m", memory: "1Gi" } }, nodeSelector: { pool: "small" } },
];

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

function manifest(name: string, count: number, { resources, nodeSelector }: (typeof CLASSES)[number]): JsonObject {
  const containers = [{ name: "main", image: "example.com/worker:1", resources }];
  const selector = nodeSelector === undefined ? {} : { nodeSelector };
  const template = { spec: { restartPolicy: "Never", ...selector, containers } };
  const spec = { completions: count, parallelism: count, completionMode: "Indexed", template };
  return { apiVersion: "batch/v1", kind: "Job", metadata: { name, namespace: "default" }, spec };
}

/** From the creation of the Jobs until all are Complete. */
export function cluster(name: string, size: BenchCluster, repeats: Pick<BenchCase, "warmUps" | "runs" | "slow">) {
  const plan = clusterPlan(size);
  const run = () => {
    const { server, loop } = simulate(plan);
    const open = [...server.jobs.jobs].filter(({ status }) => status.completionTime === undefined);
    return { units: size.pods, note: `${open.length} Jobs open after ${loop.nowMs / 1000} s virtual` };
  };
  return { name, unit: "pods", ...repeats, run } satisfies BenchCase;
}
