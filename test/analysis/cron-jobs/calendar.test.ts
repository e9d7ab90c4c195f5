import { describe, expect, test } from "vitest";
import { calendarOf } from "../../../src/analysis/cron-jobs/calendar.ts";
import { readCronJobs } from "../../../src/analysis/cron-jobs/read-cron-jobs.ts";
import { calendarSection } from "../../../src/report/html/calendar-picture.ts";
import { simulate } from "../../../src/simulation/simulation.ts";
import { load } from "../../scenario/helpers.ts";

const scenario = (schedule: string, until: string, more = "") => `apiVersion: jobsim.dev/v1
kind: Scenario
startTime: 2026-03-27T00:00Z
until: ${until}
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: tick}
      spec:
        schedule: "${schedule}"
        timeZone: Europe/Berlin
        concurrencyPolicy: Forbid
        jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: a}]}}}}
${more}
`;

function calendar(schedule: string, until: string, more?: string) {
  const simulation = simulate(load(scenario(schedule, until, more)).plan);
  const [life] = readCronJobs(simulation, simulation.plan.untilMs ?? 0);
  return life === undefined ? undefined : calendarOf(life, simulation.plan.epochMs);
}

describe("the calendar of a CronJob", () => {
  test("has a row per day and a cell per run, in local time of its zone, across a change of the clocks", () => {
    const found = calendar("0 6 * * *", "3d");
    expect(found?.unit).toBe("day");
    expect(found?.rows.map(({ label, cells }) => [label, cells.map(({ from, text }) => [from, text])])).toEqual([
      ["2026-03-27", [[0.25, "2026-03-27 06:00 complete"]]],
      ["2026-03-28", [[0.25, "2026-03-28 06:00 complete"]]],
      ["2026-03-29", [[0.25, "2026-03-29 06:00 complete"]]],
    ]);
  });

  test("shows the most notable result in a cell with several runs", () => {
    const found = calendar("*/5 * * * *", "1h", "pods: {default: {run: 12m}}");
    expect(found?.rows[0]?.cells[0]).toMatchObject({
      kind: "skipped",
      text: "2026-03-27 01:10 skipped by Forbid, with 1 more",
    });
    expect(found?.counts.skipped).toBeGreaterThan(2);
  });

  test("has a row per week, starting on Monday, for more than five weeks", () => {
    const found = calendar("0 6 * * *", "40d");
    expect(found?.unit).toBe("week");
    expect(found?.rows.map(({ label }) => label).slice(0, 2)).toEqual(["2026-03-23", "2026-03-30"]);
  });

  test("has a name with figures for screen readers, and a description of each cell", () => {
    const found = calendar("0 6 * * *", "3d");
    const html = calendarSection(found === undefined ? [] : [found]);
    expect(html).toContain('role="img" aria-label="Calendar of tick: 3 complete"');
    expect(html).toContain("<title>2026-03-27 06:00 complete</title>");
    expect(calendarSection([])).toBe("");
  });
});
