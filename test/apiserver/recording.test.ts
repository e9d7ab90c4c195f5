import { expect, test } from "vitest";
import { indexedPlan } from "../../bench/plans.ts";
import type { LogEntry, Recording } from "../../src/apiserver/log.ts";
import { Simulation } from "../../src/simulation/simulation.ts";

/** Plays ten pods that each fail once; returns what was kept, and what a follower saw. */
function played(record: Recording): { readonly kept: readonly LogEntry[]; readonly seen: readonly LogEntry[] } {
  const simulation = new Simulation(indexedPlan({ pods: 10, failsOnce: true }), { record });
  const seen: LogEntry[] = [];
  simulation.log.follow((entry) => seen.push(entry));
  simulation.run();
  return { kept: simulation.log.entries, seen };
}

const isPodCommit = (entry: LogEntry) => entry.kind === "commit" && entry.resource === "pods";
const everything = played("full").kept;

test.each<[record: Recording, kept: readonly LogEntry[]]>([
  ["full", everything],
  ["transitions", everything.filter((entry) => !isPodCommit(entry))],
  ["none", []],
])("a run that records %s keeps that, and its followers see everything", (record, expected) => {
  const { kept, seen } = played(record);
  expect(kept).toEqual(expected);
  expect(seen).toEqual(everything);
});

test("transitions include every status of the Job", () => {
  const commits = played("transitions").kept.filter((entry) => entry.kind === "commit");
  expect(commits.length).toBeGreaterThan(2);
  expect(commits.every((entry) => entry.kind === "commit" && entry.resource === "jobs")).toBe(true);
});

test("a run that records the latest entries keeps the last of them, and counts dropped ones", () => {
  const simulation = new Simulation(indexedPlan({ pods: 10, failsOnce: true }), { record: { latest: 20 } });
  simulation.run();
  const { entries, dropped, length } = simulation.log;
  expect(entries).toEqual(everything.slice(dropped));
  expect(length).toBe(everything.length);
  expect(entries.length).toBeGreaterThanOrEqual(20);
  expect(entries.length).toBeLessThanOrEqual(40);
});
