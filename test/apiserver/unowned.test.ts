/** Pods that are made when their Job is gone already. */

import { expect, test } from "vitest";
import { simulate } from "../../src/simulation/simulation.ts";
import { planOf, type Trial } from "../../src/testing/index.ts";

/** The controller sees what happens two seconds late: a third pod is wanted when the Job is gone already. */
const TRIAL: Trial = {
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
  pods: {
    default: { scheduleMs: 0, startMs: 0, runMs: 60_000, exitCode: 0, terminationMs: 0, terminationExitCode: 143 },
    rules: [],
  },
  watchLagMs: { jobs: 2_000, pods: 5_000 },
};

test("the garbage collector deletes them, and the controller lets them go", () => {
  const { server, log } = simulate(planOf(TRIAL));
  const late = log.entries.filter(
    (entry) => entry.kind === "commit" && entry.resource === "pods" && entry.type === "ADDED" && entry.timeMs > 7_000,
  );
  expect(late).toHaveLength(1);
  expect(server.pods.pods.size).toBe(0);
});

test("a stand-in that follows deletions only leaves them", () => {
  const { server } = simulate({ ...planOf(TRIAL), keepsUnowned: true });
  expect(server.pods.pods.size).toBe(1);
});
