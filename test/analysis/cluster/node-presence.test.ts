import { expect, test } from "vitest";
import { measurePlayed, measureRun, playToEnd } from "../../../src/analysis/measures.ts";
import { load } from "../../scenario/helpers.ts";

/** One pod for an hour; `nodes` is YAML of the scenario. */
function planOf(nodes: string) {
  const template = "{spec: {restartPolicy: Never, containers: [{name: main, image: x}]}}";
  return load(
    [
      "apiVersion: jobsim.dev/v1",
      "kind: Scenario",
      "until: 5h",
      `jobs: [{manifest: {apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {template: ${template}}}}]`,
      "pods: {default: {start: 0s, run: 1h}}",
      `cluster: {${nodes}}`,
    ].join("\n"),
  ).plan;
}

test.each([
  ["nodes that are there all the time, until the Job has ended", "nodes: [{count: 3, price: 2}]", 6],
  [
    "nodes of a pool from when they come",
    "nodes: [{name: p, slots: 1, price: 60, pool: {max: 3, startAfter: 5m}}]",
    60,
  ],
  [
    "none of the time in which a node is gone",
    "nodes: [{count: 2, slots: 9, price: 1}, {name: b, price: 10}], losses: [{node: b-0, at: 30m, removed: true}]",
    7,
  ],
])("the cost counts %s", (_what, nodes, cost) => {
  const plan = planOf(nodes);
  expect(measureRun(plan).cost).toBeCloseTo(cost, 0);
  expect(measurePlayed(playToEnd(plan)).cost).toBe(measureRun(plan).cost);
});

test("the cost of nodes without a price is not mentioned", () => {
  expect(measureRun(planOf("nodes: [{count: 3}]"))).not.toHaveProperty("cost");
});
