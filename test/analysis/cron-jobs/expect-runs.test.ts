import { describe, expect, test } from "vitest";
import { checkExpectations } from "../../../src/analysis/expectations.ts";
import { simulate } from "../../../src/simulation/simulation.ts";
import { load, problemsOf } from "../../scenario/helpers.ts";

/** Hourly runs of ten minutes; the one at 04:00 takes two and a half hours. */
const scenario = (expected: string, policy = "Forbid", more = "") =>
  `apiVersion: jobsim.dev/v1
kind: Scenario
startTime: 2026-03-01T00:00Z
until: 8h
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: backup}
      spec:
        schedule: "0 * * * *"
        concurrencyPolicy: ${policy}
        jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: a}]}}}}
pods:
  default: {run: 10m}
  rules: [{match: {job: backup, cronRun: "3"}, run: 150m}]
${more}
expect:
  - ${expected}
`;

function broken(expected: string, policy?: string, more?: string): string[] {
  const { plan, expectations } = load(scenario(expected, policy, more));
  return checkExpectations(simulate(plan), expectations).map(({ message }) => message);
}

const DOWN = "events: [{at: 90m, action: restartController, down: 2h}]";

describe("expectations about the runs of a CronJob", () => {
  test.each([
    ["{runs: 6}", "Forbid"],
    ["{cronJob: backup, skipped: '<= 1', completeRuns: '>= 5', failedRuns: 0}", "Forbid"],
    ["{job: backup, missed: 0, never: [overlap, replaced, missed]}", "Forbid"],
    ["{lateBy: <= 31m}", "Forbid"],
    ["{runs: 7, replaced: 1, skipped: 0, never: overlap}", "Replace"],
    ["{runs: 7, overlaps: 2, lateBy: 1s}", "Allow"],
  ])("%s is true under %s", (expected, policy) => {
    expect(broken(expected, policy)).toEqual([]);
  });

  test.each([
    [
      "{runs: 7}",
      "Forbid",
      "expected runs 7, but there are 6; the first without a Job is 2026-03-01T05:00Z (skipped by Forbid)",
    ],
    [
      "{runs: <= 4}",
      "Forbid",
      "expected runs <= 4, but there are 6; the first too many is backup-29539080, of 2026-03-01T06:00Z",
    ],
    [
      "{lateBy: 1m}",
      "Forbid",
      "expected each run at most 1m late, but backup-29539080 came 30m02.100s late, the latest by 30m02.100s",
    ],
    [
      "{never: overlap}",
      "Allow",
      "expected never overlap, but it came 2 times; the first is backup-29539020, of 2026-03-01T05:00Z",
    ],
    [
      "{never: replaced}",
      "Replace",
      "expected never replaced, but it came once; the first is backup-29538960, of 2026-03-01T04:00Z",
    ],
    [
      "{skipped: 0}",
      "Forbid",
      "expected skipped 0, but there are 1; the first too many is 2026-03-01T05:00Z (skipped by Forbid)",
    ],
  ])("%s is violated under %s, with the scheduled time", (expected, policy, message) => {
    expect(broken(expected, policy)).toEqual([message]);
  });

  test("a time that passed without a controller is missed", () => {
    expect(broken("{missed: 0}", "Allow", DOWN)).toEqual([
      "expected missed 0, but there are 1; the first too many is 2026-03-01T02:00Z (no controller was there)",
    ]);
  });
});

test.each([
  ["{cronJob: backp, runs: 3}", 'there is no CronJob "backp"; did you mean "backup"?'],
  ["{cronJob: backup, condition: Complete}", "applies to Jobs, and this is a CronJob"],
  ["{cronJob: backup}", "expects nothing; give for example runs: 30 or never: overlap"],
  ["{cronJob: backup, lateBy: soon}", '"soon" is not a bound; write for example "<= 1m"'],
  ["{job: other, runs: 3}", "is a Job, and runs applies to CronJobs"],
  ["{cronJob: backup, never: {condition: Failed}}", "of a CronJob is one word, for example never: overlap"],
  ["{cronJob: backup, runs: many}", '"many" is not a range'],
])("%s is refused with a correction", (expected, problem) => {
  expect(problemsOf(() => load(scenario(expected))).join("\n")).toContain(problem);
});
