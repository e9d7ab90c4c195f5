/** What boards remember of nodes is what a search that remembers nothing finds, whatever happens to the nodes. */

import { expect, test } from "vitest";
import { randomStream } from "../../src/engine/random.ts";
import { tryPod } from "../../src/scheduler/attempt.ts";
import { type AttemptWorld, RunningWorld } from "../../src/scheduler/attempt-world.ts";
import { ClusterState } from "../../src/scheduler/cluster-state.ts";
import { Nominator } from "../../src/scheduler/nominator.ts";
import { PodInfo, RememberedPod } from "../../src/scheduler/pod-info.ts";
import { PodShapes } from "../../src/scheduler/pod-shape.ts";
import { DEFAULT_BACKOFF } from "../../src/scheduler/queue/backoff.ts";
import { ShapeBoards } from "../../src/scheduler/shape-boards.ts";
import { CURRENT_SCHEDULER } from "../../src/scheduler/switches.ts";

const [NODES, STEPS] = [70, 2_000];

/** The specs of three Jobs: one of them selects nodes, one prefers some. */
const SPECS = [
  { resources: { requests: { cpu: "1", memory: "1Gi" } } },
  { resources: { requests: { cpu: "500m", memory: "3Gi" } }, nodeSelector: { pool: "a" } },
  { resources: {}, affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [prefers("b")] } } },
].map(({ resources, ...of }) => ({ ...of, containers: [{ name: "main", image: "example.com/worker", resources }] }));

function prefers(pool: string) {
  return { weight: 7, preference: { matchExpressions: [{ key: "pool", operator: "In" as const, values: [pool] }] } };
}

function newWorld() {
  const nominator = new Nominator();
  const cluster = new ClusterState(() => ({}));
  const settings = {
    switches: CURRENT_SCHEDULER,
    queue: { backoff: DEFAULT_BACKOFF, maxInPoolMs: 0, flushesPool: false },
    percentageOfNodesToScore: 0,
    sharesFindings: false,
    decidedAtMs: (begunMs: number) => begunMs,
    chooseNode: (best: Parameters<AttemptWorld["chooseNode"]>[0]) => best.at(0),
    drawIndex: () => 0,
    namespaceLabels: () => ({}),
    budgets: () => [],
  };
  const world = new RunningWorld(cluster, nominator, settings, () => 0);
  return { cluster, world, boards: new ShapeBoards(cluster, nominator) };
}

test("boards find the node that a search finds while pods come and go and nodes change", () => {
  const draw = randomStream("boards", "steps");
  const below = (n: number) => Math.floor(draw() * n);
  const { cluster, world, boards } = newWorld();
  const shapes = new PodShapes(CURRENT_SCHEDULER);
  const setNode = (at: number) =>
    cluster.setNode({
      metadata: { name: `node-${at}`, labels: { pool: below(2) === 0 ? "a" : "b" } },
      spec: {
        taints: below(3) === 0 ? [{ key: "dear", effect: "PreferNoSchedule" }] : [],
        ...(below(5) === 0 ? { unschedulable: true } : {}),
      },
      status: { allocatable: { cpu: String(1 + below(4)), memory: "8Gi", pods: "5" } },
    });
  for (let at = 0; at < NODES; at++) setNode(at);
  const placed: PodInfo[] = [];
  const chosen = new Set<string | undefined>();
  for (let step = 0; step < STEPS; step++) {
    const spec = SPECS[below(SPECS.length)];
    if (spec === undefined) continue;
    const metadata = { name: `pod-${step}`, namespace: "default", uid: `uid-${step}` };
    const pod = new PodInfo({ metadata, spec }, shapes.of(spec), new RememberedPod(step));
    const [shared, alone] = [boards.tryPod(pod, world), tryPod(pod, pod, world)];
    const nodes = [shared, alone].map((outcome) => (outcome?.kind === "fits" ? outcome.node.name : undefined));
    expect(nodes[0]).toBe(nodes[1]);
    chosen.add(nodes[0]);
    if (nodes[0] !== undefined) {
      cluster.setPod(pod, nodes[0]);
      placed.push(pod);
    }
    if (below(2) === 0) setNode(below(NODES));
    if (placed.length > 2 * NODES) for (const gone of placed.splice(below(placed.length), 1)) cluster.removePod(gone);
  }
  expect(chosen.size).toBeGreaterThan(NODES / 2);
});
