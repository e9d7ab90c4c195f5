/** On random clusters: no node is overbooked, nobody waits for room that is there, and a run repeats itself. */

import { describe, expect, test } from "vitest";
import { podRequests } from "../../src/api/pod-resources.ts";
import { amountsOf } from "../../src/api/resource-amounts.ts";
import type { Pod } from "../../src/api/types.ts";
import type { LogEntry } from "../../src/apiserver/log.ts";
import { randomStream } from "../../src/engine/random.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { EPOCH_MS, type SimulationPlan } from "../../src/simulation/plan.ts";
import { type Simulation, simulate } from "../../src/simulation/simulation.ts";

const SEEDS = Array.from({ length: 30 }, (_none, seed) => String(seed));

function planOf(seed: string): SimulationPlan {
  const random = randomStream(seed, "cluster-property");
  const below = (n: number) => Math.floor(random() * n);
  const nodes = Array.from({ length: 1 + below(6) }, (_none, at) => ({
    name: `node-${at}`,
    room: { pods: 3 + below(5) },
    capacity: {
      cpu: String(1 + below(8)),
      memory: `${1 + below(16)}Gi`,
      ...(below(3) === 0 ? { "example.com/gpu": "4" } : {}),
    },
    ...(below(2) === 0 ? { zone: `z${below(2)}` } : {}),
    ...(below(4) === 0 ? { taints: [{ key: "a", effect: "NoSchedule" as const }] } : {}),
  }));
  const actions = Array.from({ length: 1 + below(4) }, (_none, at) => {
    const count = 1 + below(12);
    const requests = { cpu: `${250 * (1 + below(8))}m`, memory: `${256 * (1 + below(8))}Mi` };
    const limits = below(4) === 0 ? { "example.com/gpu": String(1 + below(3)) } : {};
    const container = { name: "main", image: "i", resources: { requests: { ...requests, ...limits }, limits } };
    const spread = {
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "DoNotSchedule",
      labelSelector: { matchLabels: { app: "x" } },
    };
    const spec = {
      restartPolicy: "Never",
      containers: [container],
      ...(below(3) === 0 ? { priority: 100 * below(4) } : {}),
      ...(below(4) === 0 ? { topologySpreadConstraints: [spread] } : {}),
      ...(below(3) === 0 ? { tolerations: [{ operator: "Exists" }] } : {}),
    };
    const template = { metadata: { labels: { app: below(2) === 0 ? "x" : "y" } }, spec };
    const manifest = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: `job-${at}` },
      spec: { parallelism: count, completions: count, template },
    };
    return { atMs: below(600_000), op: "createJob" as const, manifest };
  });
  const outages = below(3) === 0 ? [{ atMs: 300_000, node: "node-0", kind: "drain" as const, downMs: 200_000 }] : [];
  return {
    epochMs: EPOCH_MS,
    seed,
    untilMs: 7_200_000,
    actions: actions.sort((a, b) => a.atMs - b.atMs),
    cluster: { nodes, imagePullMs: 0, outages },
  };
}

/** What is on each node after each commit. */
function overbooked({ log, plan }: Simulation): string[] {
  const capacities = new Map(
    plan.cluster?.nodes.map(({ name, capacity, room }) => [name, { ...amounts(capacity ?? {}), pods: room.pods }]),
  );
  const onNode = new Map<string, Map<string, Pod>>();
  const problems: string[] = [];
  for (const entry of log.entries) {
    if (entry.kind !== "commit" || entry.resource !== "pods") continue;
    const { metadata, spec, status } = entry.object;
    const node = spec.nodeName ?? "";
    const pods = onNode.get(node) ?? new Map<string, Pod>();
    onNode.set(node, pods);
    const isOver = entry.type === "DELETED" || status.phase === "Succeeded" || status.phase === "Failed";
    if (isOver) pods.delete(metadata.uid);
    else pods.set(metadata.uid, entry.object);
    if (node !== "") problems.push(...excess(node, [...pods.values()], capacities.get(node) ?? {}));
  }
  return problems;
}

/** Pods that wait although a node has room for them; those that spread themselves are left out. */
function neglected({ server, plan }: Simulation): string[] {
  const pods = [...server.pods.pods];
  return pods.flatMap((pod) => {
    const { spec, status, metadata } = pod;
    if (spec.nodeName !== undefined || status.phase !== "Pending" || spec.topologySpreadConstraints) return [];
    const tolerates = spec.tolerations !== undefined;
    const node = plan.cluster?.nodes.find(({ name, taints = [], capacity = {}, room }) => {
      const others = pods.filter(
        (other) =>
          other.spec.nodeName === name && other.status.phase !== "Succeeded" && other.status.phase !== "Failed",
      );
      const all = { ...amounts(capacity), pods: room.pods };
      return (taints.length === 0 || tolerates) && excess(name, [...others, pod], all).length === 0;
    });
    return node === undefined ? [] : [`${metadata.name} fits on ${node.name}`];
  });
}

function excess(node: string, pods: readonly Pod[], capacity: Readonly<Record<string, number>>): string[] {
  const used: Record<string, number> = { pods: pods.length };
  for (const pod of pods) {
    for (const [name, { billionths }] of podRequests(pod)) used[name] = (used[name] ?? 0) + Number(billionths) / 1e9;
  }
  return Object.entries(used).flatMap(([name, amount]) => {
    const room = capacity[name] ?? 0;
    return amount > room + 1e-6 ? [`${node}: ${amount} of ${room} ${name}`] : [];
  });
}

function amounts(list: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries([...amountsOf(list)].map(([name, { billionths }]) => [name, Number(billionths) / 1e9]));
}

function preemptions(entries: readonly LogEntry[]): { readonly victim: string; readonly by: string }[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== "event" || entry.reason !== "Preempted") return [];
    return [{ victim: entry.regarding.uid, by: /pod (\S+) on/.exec(entry.message)?.[1] ?? "" }];
  });
}

describe.each(SEEDS)("a cluster under seed %s", (seed) => {
  const run = simulate(planOf(seed));
  const priorities = new Map(
    run.log.entries.flatMap((entry) =>
      entry.kind === "commit" && entry.resource === "pods"
        ? [[entry.object.metadata.uid, entry.object.spec.priority ?? 0] as const]
        : [],
    ),
  );

  test("has no node above what it has, ever", () => {
    expect(overbooked(run)).toEqual([]);
  });

  test("lets nobody wait at the end for room that is there", () => {
    expect(neglected(run)).toEqual([]);
  });

  test("lets only pods of higher priority drive others away", () => {
    const wrong = preemptions(run.log.entries).filter(
      ({ victim, by }) => (priorities.get(by) ?? 0) <= (priorities.get(victim) ?? 0),
    );
    expect(wrong).toEqual([]);
  });

  test("plays the same again", () => {
    expect(digestOf(simulate(planOf(seed)).log.entries)).toBe(digestOf(run.log.entries));
  });
});
