/** On random clusters: no node is overbooked, nobody waits for room that is there, and a run repeats itself. */

import { describe, expect, test } from "vitest";
import { digestOf } from "../../../src/simulation/digest.ts";
import { simulate } from "../../../src/simulation/simulation.ts";
import { neglected, occurrences, overbooked, overdrawn, wronglyPreempted } from "./oracle.ts";
import { clusterPlan } from "./plan.ts";

const SEEDS = Array.from({ length: 60 }, (_none, seed) => seed);
const RUNS = new Map(SEEDS.map((seed) => [seed, simulate(clusterPlan(seed))]));

describe.each([...RUNS])("a cluster under seed %s", (seed, run) => {
  test("never exceeds the capacity of a node", () => {
    expect(overbooked(run)).toEqual([]);
  });

  test("leaves no pod pending although there is room", () => {
    expect(neglected(run)).toEqual([]);
  });

  test("only lets pods of higher priority preempt others", () => {
    expect(wronglyPreempted(run)).toEqual([]);
  });

  test("never exceeds a quota", () => {
    expect(overdrawn(run)).toEqual([]);
  });

  test("is deterministic", () => {
    expect(digestOf(simulate(clusterPlan(seed)).log.entries)).toBe(digestOf(run.log.entries));
  });
});

test("the clusters are full, preempt pods, and have quotas that reject pods", () => {
  const all = [...RUNS.values()].map(occurrences);
  for (const what of ["waits", "preemptions", "refusals"] as const) {
    expect(all.filter((one) => one[what] > 0).length, what).toBeGreaterThan(9);
  }
});
