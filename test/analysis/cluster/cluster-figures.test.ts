/** Figures of a cluster: waiting, utilization and cost, compared with results computed by hand. */

import { describe, expect, test } from "vitest";
import { clusterFigures } from "../../../src/analysis/cluster/cluster-figures.ts";
import { readCluster } from "../../../src/analysis/cluster/stays.ts";
import { runReport } from "../../../src/report/run-report.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import { simulate } from "../../../src/simulation/simulation.ts";

/** Four pods of an hour each on nodes with room for two: two of them wait for an hour. */
function play(more = "", set = "") {
  const job =
    "{ apiVersion: batch/v1, kind: Job, metadata: { name: a }, spec: { parallelism: 4, completions: 4, template: { spec: { restartPolicy: Never, containers: [{ name: m, image: i, resources: { limits: { nvidia.com/gpu: 4 }, requests: { cpu: 1 } } }] } } } }";
  const nodes = `[{ name: gpu, count: 2, capacity: { cpu: 8, memory: 1Ti, nvidia.com/gpu: 4 }, price: 10${set} }]`;
  const text = `apiVersion: jobsim.dev/v1\nkind: Scenario\njobs: [{ manifest: ${job} }]\npods: { default: { run: 1h, schedule: 0s, start: 0s } }\ncluster: { nodes: ${nodes} }\n${more}`;
  return simulate(loadScenario({ text, file: "a.yaml", readFile: () => "" }).plan);
}

function figuresOf(simulation: ReturnType<typeof play>) {
  const account = readCluster(simulation);
  if (account === undefined) throw new Error("no cluster");
  return clusterFigures(account);
}

describe("the figures of a cluster", () => {
  const run = play("until: 4h");
  const figures = figuresOf(run);

  test("include how long pods waited for a node", () => {
    expect(figures.waiting).toMatchObject({ pods: 4, neverPlaced: 0, p50Ms: 1_800_000, longestMs: 3_600_000 });
  });

  test("include how much of the capacity was used", () => {
    expect(figures.utilisation.map(({ name, usedHours, availableHours }) => [name, usedHours, availableHours])).toEqual(
      [
        ["cpu", 4, 64],
        ["memory", 0, 8 * 2 ** 40],
        ["nvidia.com/gpu", 16, 32],
      ],
    );
  });

  test("include the cost of the nodes", () => {
    expect(figures.cost).toBe(80);
    expect(figures.nodeHours).toBe(8);
  });

  test("are in the summary of the run", () => {
    const lines = runReport(run).filter((line) => /^(waiting|utilisation|cost)/.test(line));
    expect(lines).toEqual([
      "waiting        P50 30m00s, P95 1h00m00s, longest 1h00m00s",
      "utilisation    cpu 6%, memory 0%, nvidia.com/gpu 50%",
      "cost           80.00 for 8.0 node hours of 2 nodes",
    ]);
  });
});

test("pods that never got a node are listed separately", () => {
  const figures = figuresOf(play("until: 90m"));
  expect(figures.waiting).toMatchObject({ pods: 4, neverPlaced: 0 });
  const none = figuresOf(play("until: 90m", ", taints: [{ key: a, effect: NoSchedule }]"));
  expect(none.waiting).toMatchObject({ pods: 0, neverPlaced: 4 });
});

test("a node that is away for a while costs nothing during that time, once its object is gone", () => {
  const run = play("until: 4h\nevents: [{ at: 3h, action: deleteNode, node: gpu-0 }]");
  expect(figuresOf(run).nodeHours).toBe(7);
});
