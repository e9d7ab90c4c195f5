/** Containers that are started again in their pod: each run has its own chance. */

import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const TEMPLATE =
  "template: { spec: { restartPolicy: OnFailure, containers: [{ name: main, image: app }, { name: other, image: app }] } }";

/** Exit codes of the runs of a container of the one pod, one after the other. */
function exitCodes(pods: string, seed: number, container = "main"): number[] {
  const text = `{ apiVersion: jobsim.dev/v1, kind: Scenario, seed: ${seed}, until: 1h, pods: { default: ${pods} }, jobs: [{ manifest: { apiVersion: batch/v1, kind: Job, metadata: { name: a }, spec: { backoffLimit: 100, ${TEMPLATE} } } }] }`;
  const { plan } = loadScenario({ text, file: "scenario.yaml", readFile: () => "" });
  const codes = new Map<string, number>();
  for (const entry of simulate(plan).log.entries) {
    if (entry.kind !== "commit" || entry.resource !== "pods") continue;
    const status = entry.object.status.containerStatuses?.find(({ name }) => name === container);
    const ended = status?.state?.terminated ?? status?.lastState?.terminated;
    if (ended?.finishedAt !== undefined) codes.set(ended.finishedAt, ended.exitCode);
  }
  return [...codes.values()];
}

describe("a restarted container", () => {
  const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1);

  test.each([
    ["whose end decides", "{ run: 5s, exit: { 0: 50%, 1: 50% } }", "main"],
    ["of which something is said", "{ containers: { other: { run: 5s, exit: { 0: 50%, 1: 50% } } } }", "other"],
  ])("draws its end each time: one %s", (_which, pods, container) => {
    const runs = SEEDS.map((seed) => exitCodes(pods, seed, container));
    // With one draw for all its runs, a pod that failed once would fail forever.
    expect(runs.every((codes) => codes.at(-1) === 0)).toBe(true);
    const failures = runs.flat().filter((code) => code === 1).length;
    // Half of all runs fail: of 40 pods about 40 do, and fewer than 15 or more than 80 would be a chance in a million.
    expect(failures).toBeGreaterThan(15);
    expect(failures).toBeLessThan(80);
    expect(exitCodes(pods, 7, container)).toEqual(exitCodes(pods, 7, container));
  });

  test("repeats its last listed run if nothing is random", () => {
    const codes = exitCodes("{ run: 5s, exit: 1 }", 1);
    expect(codes.length).toBeGreaterThan(5);
    expect(new Set(codes)).toEqual(new Set([1]));
  });
});
