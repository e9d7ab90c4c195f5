/** Quotas in requests, and priority classes: who is refused, in which words, and when there is room again. */

import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { type Simulation, simulate } from "../../src/simulation/simulation.ts";

function play(rest: string, spec = "", at = "0s"): Simulation {
  const job = (name: string, when: string) =>
    `  - { at: ${when}, manifest: { apiVersion: batch/v1, kind: Job, metadata: { name: ${name} }, spec: { parallelism: 4, completions: 4, template: { spec: { restartPolicy: Never, ${spec}containers: [{ name: main, image: i, resources: { requests: { cpu: "1" } } }] } } } } }\n`;
  const text = `apiVersion: jobsim.dev/v1\nkind: Scenario\njobs:\n${job("a", "0s")}${job("b", at)}pods: { default: { run: 1m } }\n${rest}\n`;
  return simulate(loadScenario({ text, file: "a.yaml", readFile: () => "" }).plan);
}

function refusals({ log }: Simulation): string[] {
  return log.entries.flatMap((entry) => (entry.kind === "request" && entry.error ? entry.error.message : []));
}

function running({ log }: Simulation): number {
  let most = 0;
  const pods = new Set<string>();
  for (const entry of log.entries) {
    if (entry.kind !== "commit" || entry.resource !== "pods") continue;
    const { metadata, status } = entry.object;
    const isOver = entry.type === "DELETED" || status.phase === "Succeeded" || status.phase === "Failed";
    if (isOver) pods.delete(metadata.uid);
    else pods.add(metadata.uid);
    most = Math.max(most, pods.size);
  }
  return most;
}

describe("a quota on CPU", () => {
  const run = play(`quotas: [{ name: team, hard: { requests.cpu: "6" } }]`);

  test("rejects pods above it, with the message of the API server", () => {
    expect(refusals(run)[0]).toMatch(
      /^pods "b-\w{5}" is forbidden: exceeded quota: team, requested: requests.cpu=1, used: requests.cpu=6, limited: requests.cpu=6$/,
    );
  });

  test("is never exceeded, and releases what is free", () => {
    expect(running(run)).toBe(6);
    expect(run.server.jobs.jobs.get("default", "b")?.status.succeeded).toBe(4);
  });

  test("rejects pods without requests", () => {
    const quiet = play(`quotas: [{ name: team, hard: { requests.memory: 1Gi } }]\nuntil: 5s`);
    expect(refusals(quiet)[0]).toMatch(
      /^pods "a-\w{5}" is forbidden: failed quota: team: must specify requests.memory for: main$/,
    );
  });
});

test("a quota on Jobs rejects one too many", () => {
  const run = play(`quotas: [{ name: team, hard: { count/jobs.batch: "1" } }]`);
  expect(refusals(run)).toEqual([
    'jobs.batch "b" is forbidden: exceeded quota: team, requested: count/jobs.batch=1, used: count/jobs.batch=1, limited: count/jobs.batch=1',
  ]);
});

describe("priority classes", () => {
  test("give pods their priority", () => {
    const run = play("priorityClasses: { high: 1000 }", "priorityClassName: high, ");
    expect([...run.server.pods.pods].map(({ spec }) => spec.priority)).toEqual(new Array(8).fill(1000));
  });

  test("reject pods that name one that does not exist", () => {
    const run = play("priorityClasses: { low: 1 }\nuntil: 5s", "priorityClassName: high, ");
    expect(refusals(run)[0]).toMatch(/^pods "a-\w{5}" is forbidden: no PriorityClass with name high was found$/);
  });
});
