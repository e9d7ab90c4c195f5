/** Pods that wait in a long queue for a node: their messages, and what those cost. */

import { expect, test } from "vitest";
import { clusterPlan } from "../../bench/cases/clusters.ts";
import { simulate } from "../../src/simulation/simulation.ts";

test("the log of waiting pods grows in proportion to the pods", () => {
  const [few, many] = [2_000, 4_000].map((pods) => simulate(clusterPlan({ pods, nodes: 40, room: 4 })).log.length);
  expect((many ?? 0) / (few ?? 1)).toBeLessThan(2.2);
});

test("every pod of a long line gets a message, which is up to date in the end", () => {
  const plan = clusterPlan({ pods: 900, nodes: 10, room: 4 });
  const { server } = simulate({ ...plan, untilMs: 30_000 });
  const waiting = [...server.pods.pods].filter(({ spec }) => spec.nodeName === undefined);
  expect(waiting.length).toBeGreaterThan(600);
  const told = waiting.map(({ status }) => status.conditions?.find(({ type }) => type === "PodScheduled")?.message);
  expect(told.filter((message) => message?.startsWith("0/10 nodes are available: ") !== true)).toEqual([]);
  expect(new Set(told).size).toBeLessThanOrEqual(3);
});
