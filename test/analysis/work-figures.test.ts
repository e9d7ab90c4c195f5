import { expect, test } from "vitest";
import { readRun } from "../../src/analysis/read-run.ts";
import { useFigures } from "../../src/analysis/work-figures.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { load } from "../scenario/helpers.ts";

/** Two pods with four GPUs each on three nodes, the first of which is lost after 25 minutes. */
function figuresOf(pods: string, gpus = 'limits: {nvidia.com/gpu: "4"}') {
  const template = `{spec: {restartPolicy: Never, containers: [{name: main, image: x, resources: {${gpus}}}]}}`;
  const simulation = simulate(
    load(
      [
        "apiVersion: jobsim.dev/v1",
        "kind: Scenario",
        "until: 5h",
        // With this seed a pod is on the lost node.
        "seed: 3",
        `jobs: [{manifest: {apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {completions: 2, parallelism: 2, template: ${template}}}}]`,
        `pods: {default: {start: 0s, ${pods}}}`,
        "cluster: {nodes: [{name: node, count: 3, capacity: {pods: 1, nvidia.com/gpu: 4}}], losses: [{node: node-0, at: 25m, removed: true}]}",
      ].join("\n"),
    ).plan,
  );
  return useFigures(simulation, readRun(simulation));
}

test("a failed pod wastes the GPUs that it held", () => {
  const { gpuHours, work } = figuresOf("run: 1h");
  expect(work).toBeUndefined();
  // Four GPUs for 25 minutes, and until the pod is failed, which is at most 80 s later.
  expect(gpuHours?.wasted).toBeGreaterThanOrEqual((4 * 25) / 60);
  expect(gpuHours?.wasted).toBeLessThan((4 * 27) / 60);
  expect(gpuHours?.used).toBeCloseTo(8 + (gpuHours?.wasted ?? 0), 1);
});

test("with checkpoints only the work after the last one is wasted", () => {
  const { gpuHours, work } = figuresOf("work: {total: 1h, checkpointEvery: 10m}");
  expect(gpuHours?.wasted).toBeCloseTo((4 * 5) / 60, 3);
  expect(work?.lostHours).toBeCloseTo(5 / 60, 3);
});

test("workers of a gang that wait for another one waste their GPUs", () => {
  const { gpuHours, work } = figuresOf("work: {total: 1h, checkpointEvery: 10m, restoreTakes: 6m}, gang: true");
  expect(work?.lostHours).toBeCloseTo((2 * 5) / 60, 3);
  expect(work?.restoringHours).toBeCloseTo((2 * 6) / 60, 3);
  expect(gpuHours?.waiting).toBeCloseTo(4 * (work?.waitingHours ?? 0), 3);
  expect(gpuHours?.waiting).toBeGreaterThan(0);
});

test("pods that were never interrupted are not counted among interrupted ones", () => {
  const { work } = figuresOf("work: {total: 1h, checkpointEvery: 10m}");
  expect(work?.pods).toBe(1);
});

test("GPUs are not mentioned if no pod requests any", () => {
  expect(figuresOf("run: 1h", "")).toEqual({});
});
