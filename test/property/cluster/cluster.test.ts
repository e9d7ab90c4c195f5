/** On random clusters: no node is overbooked, nobody waits for room that is there, and a run repeats itself. */

import { describe, expect, test } from "vitest";
import { digestOf } from "../../../src/simulation/digest.ts";
import { simulate } from "../../../src/simulation/simulation.ts";
import { neglected, occurrences, overbooked, overdrawn, wronglyPreempted } from "./oracle.ts";
import { clusterPlan } from "./plan.ts";

const SEEDS = Array.from({ length: 60 }, (_none, seed) => seed);
const RUNS = new Map(SEEDS.map((seed) => [seed, simulate(clusterPlan(seed))]));

describe.each([...RUNS])("a cluster under seed %s", (seed, run) => {
  test("has no node above what it has, ever", () => {
    expect(overbooked(run)).toEqual([]);
  });

  test("lets nobody wait for room that is there once its turn has come", () => {
    expect(neglected(run)).toEqual([]);
  });

  test("lets only pods of higher priority drive others away", () => {
    expect(wronglyPreempted(run)).toEqual([]);
  });

  test("never has more in use than a quota allows", () => {
    expect(overdrawn(run)).toEqual([]);
  });

  test("plays the same again", () => {
    expect(digestOf(simulate(clusterPlan(seed)).log.entries)).toBe(digestOf(run.log.entries));
  });
});

test("the clusters are full, preempt, and have quotas that refuse", () => {
  const all = [...RUNS.values()].map(occurrences);
  for (const what of ["waits", "preemptions", "refusals"] as const) {
    expect(all.filter((one) => one[what] > 0).length, what).toBeGreaterThan(9);
  }
});
