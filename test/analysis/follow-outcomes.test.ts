import { describe, expect, test } from "vitest";
import { readCronJobs } from "../../src/analysis/cron-jobs/read-cron-jobs.ts";
import { followOutcomes } from "../../src/analysis/follow-outcomes.ts";
import { endOf } from "../../src/analysis/read-run.ts";
import { summarize } from "../../src/analysis/summary.ts";
import { Simulation, simulate } from "../../src/simulation/simulation.ts";
import { load } from "../scenario/helpers.ts";

const HISTORY = 4;
const { plan } = load(`apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: often}
      spec:
        schedule: "*/5 * * * *"
        concurrencyPolicy: Forbid
        jobTemplate: {spec: {backoffLimit: 1, template: {spec: {restartPolicy: Never, containers: [{name: main, image: a}]}}}}
  - manifest:
      apiVersion: batch/v1
      kind: Job
      metadata: {name: once}
      spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: a}]}}}
pods: {default: {run: {uniform: {min: 1m, max: 8m}}, exit: {0: 70%, 1: 30%}}}
until: 5d
`);

describe("a run that is followed without being kept", () => {
  const simulation = new Simulation(plan, { record: "none" });
  const outcomes = followOutcomes(simulation);
  simulation.run();
  const followed = outcomes();
  const kept = simulate(plan);

  test("has the same totals as one that was kept, although most of its Jobs are gone", () => {
    const whole = summarize(kept);
    expect(followed.summary.totals).toEqual(whole.totals);
    expect(whole.totals.jobs).toBeGreaterThan(700);
    expect(followed.summary.jobs.length).toBeLessThanOrEqual(HISTORY + 2);
    expect(simulation.log.entries).toEqual([]);
  });

  test("has only figures for its CronJobs, and lists Jobs without a CronJob one by one", () => {
    const [cronJob] = readCronJobs(kept, endOf(kept));
    expect(followed.cronJobs).toEqual([{ ...cronJob, runs: [] }]);
    expect(followed.jobs.map(({ name, outcome }) => [name, outcome])).toEqual([["once", "Complete"]]);
  });
});
