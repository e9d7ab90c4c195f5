/** Every answer to "why did it not run at that time?", each from a run in which it is true. */

import { describe, expect, test } from "vitest";
import { whyNotRuns } from "../../../src/analysis/why-not/cron-runs.ts";
import { parseAskedTime } from "../../../src/scenario/asked-time.ts";
import { simulate } from "../../../src/simulation/simulation.ts";
import { load } from "../../scenario/helpers.ts";

interface Setting {
  readonly spec?: string;
  readonly start?: string;
  readonly until?: string;
  readonly run?: string;
  readonly more?: string;
}

/** Hourly runs, starting at midnight. */
function scenario({ spec = "", start = "2026-03-01T00:00Z", until = "6h", run = "10m", more = "" }: Setting): string {
  const schedule = spec.includes("schedule:") ? "" : 'schedule: "0 * * * *", ';
  return `apiVersion: jobsim.dev/v1
kind: Scenario
startTime: ${start}
until: ${until}
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: tick}
      spec: {${schedule}${spec}jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: a}]}}}}}
pods: {default: {run: ${run}}}
${more}
`;
}

function answer(setting: Setting, at?: string) {
  const asked = at === undefined ? undefined : parseAskedTime(at);
  if (asked !== undefined && "problem" in asked) throw new Error(asked.problem);
  const [found] = whyNotRuns(simulate(load(scenario(setting)).plan), { at: asked?.value });
  return found;
}

const SUSPENSION = "events: [{at: 90m, action: suspend, job: tick}, {at: 210m, action: resume, job: tick}]";

describe("why a CronJob did not run", () => {
  test.each<[string, Setting, string | undefined, string, RegExp]>([
    ["it did", {}, "02:00", "started", /^it did run: tick-29538840 \(Complete at 2026-03-01 02:10:02\)$/],
    ["it was suspended", { more: SUSPENSION }, "02:00", "suspended", /^the CronJob was suspended/],
    ["it came late after a suspension", { more: SUSPENSION }, "03:00", "startedLate", /by 30m00s \(it was suspended\)/],
    [
      "Forbid, and a Job that runs",
      { spec: "concurrencyPolicy: Forbid, ", run: "3h" },
      "02:00",
      "active",
      /^tick-29538780 was still active, and concurrencyPolicy is Forbid$/,
    ],
    [
      "the starting deadline was over when there was room",
      { spec: "concurrencyPolicy: Forbid, startingDeadlineSeconds: 60, ", run: "90m" },
      "02:00",
      "active",
      /^tick-29538780 was still active/,
    ],
    [
      "no controller was there",
      { more: "events: [{at: 90m, action: restartController, down: 2h}]" },
      "02:00",
      "down",
      /^no controller was running to start it$/,
    ],
    [
      "a quota refuses the Job",
      { more: 'quotas: [{name: none, hard: {count/jobs.batch: "0"}}]' },
      "02:00",
      "refused",
      /^the API server refused the Job: .*exceeded quota: none/,
    ],
    [
      "the run ends before",
      {},
      "2026-03-01 09:00",
      "notDueYet",
      /^it is not due yet: the run ends at 2026-03-01 06:00/,
    ],
    ["the CronJob was created later", {}, "2026-02-01 09:00", "notThereYet", /^the CronJob was created later/],
    [
      "the schedule has no such time",
      {},
      "02:30",
      "notScheduled",
      /^that is not a scheduled time of "0 \* \* \* \*" in UTC: the time before is 2026-03-01 02:00, the next is 2026-03-01 03:00$/,
    ],
    [
      "the clocks were put forward over it",
      { spec: 'schedule: "30 2 * * *", timeZone: Europe/Berlin, ', start: "2026-03-27T00:00Z", until: "4d" },
      "02:30",
      "clockGap",
      /^there was no 02:30 that day/,
    ],
    [
      "the API server did not take the CronJob",
      { spec: "timeZone: Mars/Olympus, " },
      undefined,
      "neverCreated",
      /unknown time zone Mars/,
    ],
  ])("%s", (_name, setting, at, cause, text) => {
    const found = answer(setting, at);
    expect([found?.cause, found?.text]).toEqual([cause, expect.stringMatching(text)]);
  });

  test("of more than 100 missed times only the latest runs, and an Event says so", () => {
    const more = "events: [{at: 1m30s, action: restartController, down: 2h}]";
    const found = answer({ spec: 'schedule: "* * * * *", ', until: "3h", run: "10s", more }, "02:01");
    expect(found?.cause).toBe("startedLate");
    expect(found?.details.join()).toContain("Event TooManyMissedTimes");
  });

  test("without a time, the latest time with a problem is explained", () => {
    expect(answer({ more: SUSPENSION })?.scheduled).toBe("2026-03-01 03:00");
  });

  test("the cause has its time span, and the run that came next", () => {
    const found = answer({ more: "events: [{at: 90m, action: restartController, down: 2h}]" }, "02:00");
    expect(found?.details.slice(0, 2)).toEqual([
      "down from 2026-03-01 01:30 to 2026-03-01 03:30",
      "the next run is tick-29538900, at 2026-03-01 03:30, for 2026-03-01 03:00",
    ]);
  });
});
