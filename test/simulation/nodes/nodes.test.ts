import { describe, expect, test } from "vitest";
import { POD_DISRUPTION_BUDGET } from "../../../src/api/kinds/pod-disruption-budget.ts";
import type { Pod } from "../../../src/api/types.ts";
import type { NodeOutage } from "../../../src/simulation/nodes/node-outage.ts";
import { ServerNodeApi } from "../../../src/simulation/nodes/server-node-api.ts";
import type { SimulationPlan } from "../../../src/simulation/plan.ts";
import { Simulation } from "../../../src/simulation/simulation.ts";

const MINUTE = 60_000;

interface Situation {
  readonly outages?: readonly NodeOutage[];
  readonly actions?: SimulationPlan["actions"];
  readonly restartPolicy?: string;
  readonly spec?: Record<string, unknown>;
}

/** A Job of one pod that runs for half an hour on the first of three nodes. */
function begin({ outages = [], actions = [], restartPolicy = "Never", spec = {} }: Situation): Simulation {
  const template = { spec: { restartPolicy, containers: [{ name: "main", image: "worker" }] } };
  const manifest = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "job", namespace: "default" },
    spec: { backoffLimit: 0, template, ...spec },
  };
  return new Simulation({
    epochMs: Date.parse("2026-01-01T00:00:00Z"),
    seed: "nodes",
    untilMs: 3 * 60 * MINUTE,
    actions: [{ op: "createJob", atMs: 0, manifest }, ...actions],
    pods: { default: { run: { kind: "fixed", ms: 30 * MINUTE } }, rules: [] },
    cluster: {
      nodes: ["node-0", "node-1", "node-2"].map((name) => ({ name, room: { pods: 10 } })),
      imagePullMs: 0,
      outages,
    },
  });
}

function firstPod(simulation: Simulation): Pod | undefined {
  const entry = simulation.log.entries.findLast(
    (commit) =>
      commit.kind === "commit" &&
      commit.resource === "pods" &&
      simulation.identities.label(commit.object.metadata.uid) === "#0",
  );
  return entry?.kind === "commit" && entry.resource === "pods" ? entry.object : undefined;
}

function play(situation: Situation): Simulation {
  const simulation = begin(situation);
  simulation.run();
  return simulation;
}

test("a pod that is bound to a node that does not exist is collected, and counts as failed", () => {
  const template = { spec: { restartPolicy: "Never", nodeName: "gone", containers: [{ name: "main", image: "a" }] } };
  const simulation = play({ spec: { template } });
  expect(disruptionOf(firstPod(simulation))).toBe("DeletionByPodGC");
  expect(simulation.server.jobs.jobs.get("default", "job")?.status.conditions?.at(-1)).toMatchObject({
    type: "Failed",
    reason: "BackoffLimitExceeded",
  });
});

function disruptionOf(pod: Pod | undefined): string | undefined {
  return pod?.status.conditions?.find(({ type }) => type === "DisruptionTarget")?.reason;
}

function podIn(simulation: Simulation, atMs: number): Pod | undefined {
  simulation.loop.run(atMs);
  return [...simulation.server.pods.pods][0];
}

describe("a node that is lost", () => {
  test("has its pod deleted after the grace period and the toleration, but it stays Terminating", () => {
    const simulation = play({ outages: [{ atMs: 63_000, node: "node-0", kind: "loss" }] });
    const pod = [...simulation.server.pods.pods].find(({ spec }) => spec.nodeName === "node-0");
    expect(pod?.status.phase).toBe("Running");
    expect(pod?.metadata.deletionTimestamp).toBe("2026-01-01T00:07:25Z");
    expect(disruptionOf(pod)).toBe("DeletionByTaintManager");
  });

  test("sets Ready of its pod to False when it is unreachable, and no sooner", () => {
    const simulation = begin({ outages: [{ atMs: 63_000, node: "node-0", kind: "loss" }] });
    const readyAt = (atMs: number) =>
      podIn(simulation, atMs)?.status.conditions?.find(({ type }) => type === "Ready")?.status;
    expect([readyAt(114_999), readyAt(115_000)]).toEqual(["True", "False"]);
  });

  test("and back within the toleration fails a pod with restartPolicy Never, without a disruption", () => {
    const pod = firstPod(play({ outages: [{ atMs: 63_000, node: "node-0", kind: "loss", downMs: 2 * MINUTE }] }));
    expect(pod?.status).toMatchObject({
      phase: "Failed",
      containerStatuses: [
        { state: { terminated: { exitCode: 255, reason: "Unknown", finishedAt: "2026-01-01T00:03:03Z" } } },
      ],
    });
    expect(disruptionOf(pod)).toBeUndefined();
  });

  test("and back within the toleration restarts a pod in place if its policy is OnFailure", () => {
    const outages = [{ atMs: 63_000, node: "node-0", kind: "loss", downMs: 2 * MINUTE }] as const;
    const pod = podIn(begin({ outages, restartPolicy: "OnFailure", spec: { backoffLimit: 3 } }), 4 * MINUTE);
    expect(pod?.status).toMatchObject({
      phase: "Running",
      containerStatuses: [{ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 255 } } }],
    });
  });

  test.each(["Never", "OnFailure"])("and back too late removes the pod, restartPolicy %s", (restartPolicy) => {
    const simulation = begin({
      outages: [{ atMs: 63_000, node: "node-0", kind: "loss", downMs: 10 * MINUTE }],
      restartPolicy,
    });
    expect(podIn(simulation, 10 * MINUTE)?.metadata.deletionTimestamp).toBeDefined();
    simulation.run();
    expect(firstPod(simulation)?.status).toMatchObject({ phase: "Failed" });
    expect(disruptionOf(firstPod(simulation))).toBe("DeletionByTaintManager");
    expect([...simulation.server.pods.pods].some(({ spec }) => spec.nodeName === "node-0")).toBe(false);
  });

  test("and is the whole cluster has no pod deleted", () => {
    const outages = ["node-0", "node-1", "node-2"].map((node): NodeOutage => ({ atMs: 63_000, node, kind: "loss" }));
    const [pod] = [...play({ outages }).server.pods.pods];
    expect(pod?.metadata.deletionTimestamp).toBeUndefined();
  });
});

describe("a node whose object is deleted", () => {
  test("has its pod failed by the pod garbage collector", () => {
    const pod = firstPod(play({ outages: [{ atMs: 101_000, node: "node-0", kind: "removal" }] }));
    expect(pod?.status.phase).toBe("Failed");
    expect(disruptionOf(pod)).toBe("DeletionByPodGC");
    expect(pod?.metadata.deletionTimestamp).toBe("2026-01-01T00:02:40Z");
  });
});

describe("a node that is out of service", () => {
  test("has its Terminating pods collected", () => {
    const taint = { key: "node.kubernetes.io/out-of-service", effect: "NoExecute" } as const;
    const simulation = play({
      actions: [
        { op: "loseNode", atMs: 63_000, node: "node-0" },
        { op: "taintNode", atMs: 200_500, node: "node-0", taint },
      ],
    });
    const pod = firstPod(simulation);
    expect(pod?.metadata.deletionTimestamp).toBe("2026-01-01T00:03:20Z");
    expect([pod?.status.phase, disruptionOf(pod)]).toEqual(["Failed", "DeletionByTaintManager"]);
  });
});

describe("a drain", () => {
  const budget = (minAvailable: number) => ({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "budget" },
    spec: { minAvailable, selector: { matchLabels: { "batch.kubernetes.io/job-name": "job" } } },
  });

  test("evicts the pods, which end within their grace period", () => {
    const simulation = begin({ outages: [{ atMs: 100_000, node: "node-0", kind: "drain" }] });
    const pod = podIn(simulation, 100_000);
    expect(disruptionOf(pod)).toBe("EvictionByEvictionAPI");
    expect(pod?.metadata.deletionTimestamp).toBe("2026-01-01T00:02:10Z");
    simulation.run();
    expect(firstPod(simulation)?.status.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(143);
  });

  test("retries every five seconds if a budget prevents an eviction", () => {
    const simulation = begin({ outages: [{ atMs: 100_000, node: "node-0", kind: "drain" }] });
    const budgets = simulation.server.objects.of(POD_DISRUPTION_BUDGET);
    budgets.create("default", budget(1), { actor: "user" });
    expect(podIn(simulation, 128_000)?.metadata.deletionTimestamp).toBeUndefined();
    budgets.delete("default", "budget", { actor: "user" });
    expect(podIn(simulation, 129_999)?.metadata.deletionTimestamp).toBeUndefined();
    expect(podIn(simulation, 130_000)?.metadata.deletionTimestamp).toBe("2026-01-01T00:02:40Z");
  });

  test("of a spot node loses pods that do not stop before it is reclaimed", () => {
    const simulation = play({
      outages: [{ atMs: 100_000, node: "node-0", kind: "spot", leadMs: 120_000 }],
      spec: {
        template: {
          spec: {
            restartPolicy: "Never",
            terminationGracePeriodSeconds: 600,
            containers: [{ name: "main", image: "worker" }],
          },
        },
      },
    });
    expect(disruptionOf(firstPod(simulation))).toMatch(/EvictionByEvictionAPI|DeletionByPodGC/);
    expect([...simulation.server.pods.pods].filter(({ spec }) => spec.nodeName === "node-0")).toEqual([]);
  });
});

test("a cordoned node takes no new pods", () => {
  const simulation = begin({ actions: [{ op: "cordonNode", atMs: 0, node: "node-0" }] });
  expect(podIn(simulation, MINUTE)?.spec.nodeName).toBe("node-1");
});

describe("a node that shuts down", () => {
  const shutDown = { op: "shutDownNode", atMs: MINUTE, node: "node-0", graceMs: 30_000, criticalMs: 15_000 } as const;

  test("has its pods stopped by its kubelet, which fail with the reason Terminated and count as disrupted", () => {
    const simulation = begin({ actions: [shutDown] });
    simulation.loop.run(2 * MINUTE);
    const pod = firstPod(simulation);
    expect(pod?.status).toMatchObject({
      phase: "Failed",
      reason: "Terminated",
      message: "Pod was terminated in response to imminent node shutdown.",
    });
    expect(disruptionOf(pod)).toBe("TerminationByKubelet");
    expect(pod?.metadata.deletionTimestamp).toBeUndefined();
    expect(pod?.status.containerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 143 });
  });

  test("gives ordinary pods the rest of its grace period, and is lost at the end of it", () => {
    const simulation = begin({ actions: [{ ...shutDown, graceMs: 40_000, criticalMs: 38_000 }] });
    simulation.loop.run(MINUTE + 39_999);
    expect(new ServerNodeApi(simulation.server).node("node-0")?.status?.conditions).toContainEqual(
      expect.objectContaining({ type: "Ready", status: "False", message: "node is shutting down" }),
    );
    simulation.loop.run(10 * MINUTE);
    expect(new ServerNodeApi(simulation.server).node("node-0")?.status?.conditions).toContainEqual(
      expect.objectContaining({ type: "Ready", status: "Unknown" }),
    );
  });
});

describe("a node without network", () => {
  const cut = { op: "cutOffNode", atMs: MINUTE, node: "node-0" } as const;
  const back = (atMs: number) => ({ op: "returnNode", atMs, node: "node-0" }) as const;

  test("keeps running its pods, which are reported when it is back", () => {
    const simulation = begin({ actions: [cut, back(4 * MINUTE)] });
    simulation.loop.run(3 * MINUTE);
    expect(firstPod(simulation)?.status.conditions).toContainEqual(
      expect.objectContaining({ type: "Ready", status: "False" }),
    );
    simulation.loop.run(5 * MINUTE);
    const pod = firstPod(simulation);
    expect(pod?.status.conditions).toContainEqual(expect.objectContaining({ type: "Ready", status: "True" }));
    expect(pod?.status.containerStatuses?.[0]).toMatchObject({ restartCount: 0, state: { running: {} } });
  });

  test("reports the end of a pod late, with the time at which it ended", () => {
    const simulation = play({ actions: [{ ...cut, atMs: 29 * MINUTE }, back(32 * MINUTE)] });
    const { phase, containerStatuses } = firstPod(simulation)?.status ?? {};
    expect(phase).toBe("Succeeded");
    expect(containerStatuses?.[0]?.state?.terminated?.finishedAt).toBe("2026-01-01T00:30:01Z");
    const completed = simulation.server.jobs.jobs.get("default", "job")?.status.completionTime;
    expect(completed).toBe("2026-01-01T00:32:01Z");
  });

  test("stops a pod that was deleted in the meantime when it is back", () => {
    const simulation = begin({ actions: [cut, back(20 * MINUTE)] });
    simulation.loop.run(19 * MINUTE);
    expect(firstPod(simulation)?.metadata.deletionTimestamp).toBeDefined();
    simulation.loop.run(21 * MINUTE);
    expect(firstPod(simulation)?.status.phase).toBe("Failed");
    expect([...simulation.server.pods.pods].filter(({ spec }) => spec.nodeName === "node-0")).toEqual([]);
  });
});
