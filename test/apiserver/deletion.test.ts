import { describe, expect, test } from "vitest";
import { JOB_TRACKING_FINALIZER } from "../../src/api/constants.ts";
import type { Propagation } from "../../src/apiserver/requests.ts";
import type { PodScript } from "../../src/kubelet/script.ts";
import type { TimedAction } from "../../src/simulation/plan.ts";
import { type Simulation, simulate } from "../../src/simulation/simulation.ts";
import { scripted } from "../scripted.ts";

const job = { namespace: "default", name: "sample" };
const manifest = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "sample" },
  spec: {
    parallelism: 2,
    completions: 2,
    template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "x" }] } },
  },
};
const running: PodScript = { scheduleMs: 0, startMs: 500, exitCode: 0, terminationMs: 2_000, terminationExitCode: 143 };

function play(untilMs: number, ...actions: TimedAction[]): Simulation {
  return simulate({
    epochMs: Date.parse("2000-01-01T00:00:00Z"),
    seed: "1",
    untilMs,
    actions: [{ op: "createJob", atMs: 0, manifest }, ...actions],
    pods: scripted(running),
  });
}

function deleteAt(atMs: number, propagation: Propagation): TimedAction {
  return { op: "deleteJob", atMs, job, propagation };
}

function podsOf({ server }: Simulation) {
  return Array.from(server.pods.pods, ({ metadata, status }) => ({
    phase: status.phase,
    deleting: metadata.deletionTimestamp !== undefined,
    owned: metadata.ownerReferences !== undefined,
    held: metadata.finalizers?.includes(JOB_TRACKING_FINALIZER) ?? false,
  }));
}

function jobsLeft({ server }: Simulation): number {
  return server.jobs.jobs.size;
}

describe("a Job that is deleted while its pods run", () => {
  test("is gone immediately in the background, and its pods are stopped", () => {
    const simulation = play(5_000, deleteAt(5_000, "Background"));
    expect(jobsLeft(simulation)).toBe(0);
    expect(podsOf(simulation)).toEqual([
      { phase: "Running", deleting: true, owned: true, held: false },
      { phase: "Running", deleting: true, owned: true, held: false },
    ]);
    expect(podsOf(play(8_000, deleteAt(5_000, "Background")))).toEqual([]);
  });

  test("waits for its pods in the foreground", () => {
    const simulation = play(6_999, deleteAt(5_000, "Foreground"));
    expect([jobsLeft(simulation), podsOf(simulation).length]).toEqual([1, 2]);
    const later = play(7_000, deleteAt(5_000, "Foreground"));
    expect([jobsLeft(later), podsOf(later).length]).toEqual([0, 0]);
  });

  test("leaves its pods running when it orphans them, without owner and finalizer", () => {
    const simulation = play(60_000, deleteAt(5_000, "Orphan"));
    expect(jobsLeft(simulation)).toBe(0);
    expect(podsOf(simulation)).toEqual([
      { phase: "Running", deleting: false, owned: false, held: false },
      { phase: "Running", deleting: false, owned: false, held: false },
    ]);
  });
});

describe("a pod that is deleted", () => {
  const pod = { job, ordinal: 0 };
  test("while running counts as failed after a second", () => {
    const failedAt = (untilMs: number) => {
      const [stored] = play(untilMs, { op: "deletePod", atMs: 5_000, pod }).server.jobs.jobs;
      return stored?.status.failed;
    };
    expect([failedAt(5_999), failedAt(6_000)]).toEqual([undefined, 1]);
  });

  test("stays until its containers have stopped", () => {
    const at = (untilMs: number) => podsOf(play(untilMs, { op: "deletePod", atMs: 5_000, pod })).length;
    expect([at(6_999), at(7_000)]).toEqual([2, 1]);
  });

  test("by force is removed immediately", () => {
    const simulation = play(6_000, { op: "deletePod", atMs: 5_000, pod, force: true });
    expect(podsOf(simulation).length).toBe(1);
  });
});
