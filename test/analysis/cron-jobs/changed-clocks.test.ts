import { expect, test } from "vitest";
import { readCronJobs } from "../../../src/analysis/cron-jobs/read-cron-jobs.ts";
import { endOf } from "../../../src/analysis/read-run.ts";
import { runsText } from "../../../src/report/cron-jobs/runs-text.ts";
import { simulate } from "../../../src/simulation/simulation.ts";
import { load } from "../../scenario/helpers.ts";

/** What is said of the clocks below the runs of a CronJob in Berlin. */
function told(schedule: string, startTime: string, timeZone = "Europe/Berlin"): string[] {
  const text = `apiVersion: jobsim.dev/v1
kind: Scenario
startTime: ${startTime}
until: 3d
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: nightly}
      spec:
        schedule: "${schedule}"
        timeZone: ${timeZone}
        jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: a}]}}}}
`;
  const simulation = simulate(load(text).plan);
  const { epochMs } = simulation.plan;
  const endMs = endOf(simulation);
  const lines = readCronJobs(simulation, endMs).flatMap((life) => runsText(life, { epochMs, endMs }));
  return lines.filter((line) => line.includes("the clocks"));
}

test("a time that the clocks left out is named below the runs", () => {
  expect(told("30 2 * * *", "2026-03-28T00:00Z")).toEqual([
    "2026-03-29 02:30 did not come, so nothing ran then: the clocks of Europe/Berlin were put forward",
  ]);
});

test("times that came twice are named, with the runs that they had", () => {
  expect(told("0,30 1-2 * * *", "2026-10-24T00:00Z")).toEqual([
    "2026-10-25 02:00 to 02:30 came twice, with 4 runs: the clocks of Europe/Berlin were put back",
  ]);
});

test("nothing is said of other nights, of other times, of every hour and of zones that keep their clocks", () => {
  expect(told("30 2 * * *", "2026-05-01T00:00Z")).toEqual([]);
  expect(told("30 4 * * *", "2026-03-28T00:00Z")).toEqual([]);
  expect(told("30 * * * *", "2026-03-28T00:00Z")).toEqual([]);
  expect(told("30 2 * * *", "2026-03-28T00:00Z", "Asia/Tokyo")).toEqual([]);
});
