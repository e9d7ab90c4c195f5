/** What can be wrong with the control plane, and pods by hand, as scenario files write them. */

import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { InputError } from "../../src/scenario/problem.ts";

const HEAD = `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: Job
      metadata: { name: a }
      spec: { template: { spec: { restartPolicy: Never, containers: [{ name: main, image: i }] } } }
`;

function load(rest: string) {
  return loadScenario({ text: HEAD + rest, file: "a.yaml", readFile: () => "" });
}

function problemsOf(rest: string): string[] {
  try {
    load(rest);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ path = "", message }) => `${path}: ${message}`);
  }
}

describe("a scenario", () => {
  test("says which requests fail, and how late the caches are", () => {
    const { plan } = load(
      "faults: [{ from: 1s, for: 2s, verb: create, resource: pods, error: forbidden }]\nwatchLag: { jobs: 1500ms }\n",
    );
    expect(plan.faults).toEqual([{ fromMs: 1000, toMs: 3000, verb: "create", resource: "pods", error: "forbidden" }]);
    expect(plan.watchLagMs).toEqual({ jobs: 1500 });
  });

  test("says how old the lists of processes are that start", () => {
    const { plan } = load("events: [{ at: 1s, action: ageLists, resource: jobs, for: 1m, behind: 5s }]\n");
    expect(plan.disturbances).toEqual([
      { kind: "oldList", atMs: 1000, resource: "jobs", forMs: 60_000, behindMs: 5000 },
    ]);
    expect(problemsOf("events: [{ at: 1s, action: ageLists, resource: jobs, for: 1m }]\n")).toEqual([
      expect.stringContaining("events[0].behind: is missing"),
    ]);
  });

  test("without them has a plan without them", () => {
    expect(load("").plan).not.toHaveProperty("faults");
    expect(load("").plan).not.toHaveProperty("watchLagMs");
  });

  test("creates a pod by hand, and names it later", () => {
    const { plan } = load(
      "events:\n  - { at: 1s, action: createPod, name: mine, manifest: {} }\n  - { at: 2s, action: deletePod, pod: { name: mine } }\n",
    );
    const job = { namespace: "default", name: "a" };
    expect(plan.actions.slice(1)).toEqual([
      { atMs: 1000, op: "createPod", id: "mine", job, owned: false, manifest: {} },
      { atMs: 2000, op: "deletePod", pod: { id: "mine" } },
    ]);
  });

  test("says what is wrong with them", () => {
    expect(problemsOf("faults: [{ from: 1s, for: 2s, verb: watch, resource: pods, error: internal }]\n")).toHaveLength(
      1,
    );
    expect(problemsOf("watchLag: 5\n")).toEqual([
      "watchLag: must be a map, for example {jobs: 1s, pods: 500ms}, not 5",
    ]);
    expect(problemsOf("events: [{ at: 1s, action: deletePod, pod: { name: b, ordinal: 0 } }]\n")).toEqual([
      "events[0].pod: needs either name, or index (Indexed Jobs) or ordinal",
    ]);
  });
});
