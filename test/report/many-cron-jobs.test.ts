import { expect, test } from "vitest";
import { readCronJobs } from "../../src/analysis/cron-jobs/read-cron-jobs.ts";
import { manyCronJobsText } from "../../src/report/cron-jobs/many-text.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { load } from "../scenario/helpers.ts";

const scenario = (limits: string) => `apiVersion: jobsim.dev/v1
kind: Scenario
startTime: 2026-03-01T01:30Z
until: 2h
jobs:
  - count: 200
    manifest:
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: "n-\${i}"}
      spec: {schedule: 0 2 * * *, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: a}]}}}}}
${limits}
`;

function told(limits: string): string[] {
  const simulation = simulate(load(scenario(limits)).plan);
  return manyCronJobsText(readCronJobs(simulation, simulation.plan.untilMs ?? 0), simulation.plan.epochMs);
}

test("very many CronJobs are summed up: how late they are, which are the latest, where the peak is, what spreads it", () => {
  const lines = told("controllerManager: {kubeAPIQPS: 2, kubeAPIBurst: 4}");
  expect(lines[0]).toBe("200 CRONJOBS   200 started: 200 complete");
  expect(lines[1]).toMatch(/^late by {8}P50 .*, P90 .*, P99 .*, at most /);
  expect(lines[2]).toMatch(/^the latest {5}n-199 by /);
  expect(lines[3]).toMatch(/^peak {11}2026-03-01 02:00 UTC: 200 runs due in one minute, the last begins .* later$/);
  expect(lines[4]).toMatch(/^to spread it {3}\d+ runs a minute begin without waiting/);
});

test("without limits nobody waits, and there is nothing to spread", () => {
  expect(told("")).toEqual([
    "200 CRONJOBS   200 started: 200 complete",
    "late by        no run waited",
    "peak           2026-03-01 02:00 UTC: 200 runs due in one minute, the last begins 0.100s later",
  ]);
});
