/** Random clusters: nodes of several kinds, Jobs that ask for more than there is, priorities, quotas and drains. */

import type { JsonObject } from "../../../src/api/json.ts";
import type { SimulationPlan } from "../../../src/simulation/plan.ts";

/** Draws a whole number at least 0 and less than `n`. */
type Below = (n: number) => number;

const EPOCH_MS = 946_684_800_000;
const GPU = "example.com/gpu";

/** A small generator of its own: the one of the simulation is among what is tested. */
function drawsFrom(seed: number): Below {
  let state = (seed + 1) * 2_654_435_761;
  return (n) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state >>> 8) % 65_536) % n;
  };
}

export function clusterPlan(seed: number): SimulationPlan {
  const below = drawsFrom(seed);
  const nodes = Array.from({ length: 1 + below(6) }, (_none, at) => ({
    name: `node-${at}`,
    room: { pods: 3 + below(5) },
    capacity: {
      cpu: String(1 + below(8)),
      memory: `${1 + below(16)}Gi`,
      ...(below(3) === 0 ? { [GPU]: "4" } : {}),
    },
    ...(below(2) === 0 ? { zone: `z${below(2)}` } : {}),
    ...(below(4) === 0 ? { taints: [{ key: "a", effect: "NoSchedule" as const }] } : {}),
  }));
  const actions = Array.from({ length: 2 + below(4) }, (_none, at) => ({
    atMs: below(600_000),
    op: "createJob" as const,
    manifest: drawJob(below, `job-${at}`),
  }));
  const outages = below(3) === 0 ? [{ atMs: 300_000, node: "node-0", kind: "drain" as const, downMs: 200_000 }] : [];
  const hard = { "requests.cpu": String(4 + below(12)), pods: String(4 + below(12)) };
  const quota = { name: "team", hard, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
  return {
    epochMs: EPOCH_MS,
    seed: String(seed),
    untilMs: 7_200_000,
    actions: actions.sort((a, b) => a.atMs - b.atMs),
    pods: { default: { run: { kind: "uniform", minMs: 60_000, maxMs: 900_000 } }, rules: [] },
    ...(below(2) === 0 ? { resourceQuotas: [quota] } : {}),
    cluster: { nodes, imagePullMs: 0, outages },
  };
}

function drawJob(below: Below, name: string): JsonObject {
  const count = 1 + below(12);
  const gpus = below(4) === 0 ? { [GPU]: String(1 + below(3)) } : {};
  const requests = { cpu: `${250 * (1 + below(8))}m`, memory: `${256 * (1 + below(8))}Mi`, ...gpus };
  const spread = {
    maxSkew: 1,
    topologyKey: "kubernetes.io/hostname",
    whenUnsatisfiable: "DoNotSchedule",
    labelSelector: { matchLabels: { app: "x" } },
  };
  const spec = {
    restartPolicy: "Never",
    containers: [{ name: "main", image: "i", resources: { requests, limits: gpus } }],
    ...(below(2) === 0 ? { priority: 100 * below(4) } : {}),
    ...(below(5) === 0 ? { topologySpreadConstraints: [spread] } : {}),
    ...(below(3) === 0 ? { tolerations: [{ operator: "Exists" }] } : {}),
    ...(below(6) === 0 ? { nodeSelector: { "topology.kubernetes.io/zone": "z0" } } : {}),
  };
  const template = { metadata: { labels: { app: below(2) === 0 ? "x" : "y" } }, spec };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: { parallelism: count, completions: count, backoffLimit: 100, template },
  };
}
