/** Pods that are created after their Job is gone. */

import { expect, test } from "vitest";
import { EPOCH_MS, type SimulationPlan } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { scripted, scriptOf } from "../scripted.ts";

/** The controller sees changes two seconds late, so it creates a third pod when the Job is already gone. */
const TRIAL: SimulationPlan = {
  epochMs: EPOCH_MS,
  seed: "unowned",
  actions: [
    {
      atMs: 0,
      op: "createJob",
      manifest: {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: { name: "a", namespace: "default" },
        spec: {
          parallelism: 2,
          completions: 3,
          template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } },
        },
      },
    },
    { atMs: 6_900, op: "patchJob", job: { namespace: "default", name: "a" }, patch: { spec: { parallelism: 3 } } },
    { atMs: 7_000, op: "deleteJob", job: { namespace: "default", name: "a" }, propagation: "Background" },
  ],
  pods: scripted(scriptOf({ runMs: 60_000 })),
  watchLagMs: { jobs: 2_000, pods: 5_000 },
};

test("the garbage collector deletes them, and the controller removes their finalizer", () => {
  const { server, log } = simulate(TRIAL);
  const late = log.entries.filter(
    (entry) => entry.kind === "commit" && entry.resource === "pods" && entry.type === "ADDED" && entry.timeMs > 7_000,
  );
  expect(late).toHaveLength(1);
  expect(server.pods.pods.size).toBe(0);
});

test("a stand-in that only follows deletions leaves them", () => {
  const { server } = simulate({ ...TRIAL, keepsUnowned: true });
  expect(server.pods.pods.size).toBe(1);
});
