import { describe, expect, test } from "vitest";
import { followOutcomes } from "../../../src/analysis/follow-outcomes.ts";
import { Repetition } from "../../../src/analysis/repeats/repetition.ts";
import { Simulation } from "../../../src/simulation/simulation.ts";
import { load } from "../../scenario/helpers.ts";

const HOURS = 30;

/** A scenario of a CronJob, with parts of the spec of its Job and of the scenario. */
function scenario(job = "", more = "", schedule = "*/20 * * * *"): string {
  return `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: often}
      spec:
        schedule: "${schedule}"
        jobTemplate: {spec: {${job} template: {spec: {restartPolicy: Never, containers: [{name: main, image: a}]}}}}
until: ${HOURS}h
${more}
`;
}

/** How many hours are played, and how many Jobs were started by the end. */
function playedHours(text: string): { readonly hours: number; readonly started: number | undefined } {
  const simulation = new Simulation(load(text).plan, { record: "none" });
  const repetition = new Repetition(simulation, followOutcomes(simulation));
  do simulation.loop.run(repetition.stopMs);
  while (repetition.goesOn());
  const [cronJob] = repetition.outcomes().cronJobs;
  return { hours: Math.ceil(simulation.loop.nowMs / 3_600_000), started: cronJob?.figures.started };
}

describe("a run of CronJobs for which only figures are requested", () => {
  test.each([
    ["nothing is drawn", scenario()],
    ["all its Jobs fail", scenario("backoffLimit: 0,", "pods: {default: {exit: 1}}")],
    ["Jobs are to go after an hour", scenario("ttlSecondsAfterFinished: 3600,")],
    ["pods of an index are slower", scenario("", "pods: {rules: [{match: {index: 0}, run: 30s}]}")],
    [
      "a user does something in its first hours",
      scenario("", "events: [{at: 4h, action: suspend, job: often}, {at: 5h, action: resume, job: often}]"),
    ],
  ])("is played for some hours only if %s", (_reason, text) => {
    const { hours } = playedHours(text);
    expect(hours).toBeLessThan(HOURS / 2);
  });

  test.each([
    ["times are drawn", scenario("", "pods: {default: {run: {uniform: {min: 5s, max: 50s}}}}")],
    ["one of the runs is another", scenario("", "pods: {rules: [{match: {cronRun: 80}, run: 3h}]}")],
    ["its Jobs overlap", scenario("", "pods: {default: {run: 25m}}")],
    ["the days of the month count", scenario("", "", "0 2 1 * *")],
    ["requests of the controllers wait", scenario("", "controllerManager: {kubeAPIQPS: 20, kubeAPIBurst: 30}")],
    ["requests fail for a while", scenario("", "faults: [{refuse: pods, message: closed, from: 20h, for: 1h}]")],
    ["a user does something at the end", scenario("", "events: [{at: 29h, action: suspend, job: often}]")],
  ])("is played to its end if %s", (_reason, text) => {
    expect(playedHours(text).hours).toBe(HOURS);
  });

  test("has the Jobs of the hours that were not played", () => {
    expect(playedHours(scenario()).started).toBe(HOURS * 3 - 1);
  });
});
