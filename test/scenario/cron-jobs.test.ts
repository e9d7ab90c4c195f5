import { describe, expect, test } from "vitest";
import { readRun } from "../../src/analysis/read-run.ts";
import { parseStartTime } from "../../src/scenario/start-time.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { job, load, problemsOf } from "./helpers.ts";

const cronJob = (name: string, schedule = "0 * * * *") =>
  `apiVersion: batch/v1
kind: CronJob
metadata: {name: ${name}}
spec:
  schedule: "${schedule}"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: a}]}}}}
`;

const scenario = (rest: string) =>
  `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - manifest:
${cronJob("hourly").replaceAll(/^/gm, "      ")}
until: 5h
${rest}`;

describe("a CronJob in a file", () => {
  test("is played together with a Job", () => {
    const { plan, jobs, cronJobs } = load(`${job("once")}\n---\n${cronJob("hourly")}`);
    expect([jobs.length, cronJobs.length]).toEqual([1, 1]);
    const { jobs: played } = readRun(simulate({ ...plan, untilMs: 2.5 * 3_600_000 }));
    expect(played.map(({ name }) => name)).toEqual(["once", "hourly-15778140", "hourly-15778200"]);
  });

  test("has its misspelt fields pointed out", () => {
    expect(problemsOf(() => load(cronJob("hourly").replace("jobTemplate", "jobTemplat")))).toEqual([
      expect.stringContaining('did you mean "jobTemplate"?'),
    ]);
  });

  test("gives its name to rules about the pods of all its Jobs, or of some", () => {
    const rules = "pods: {rules: [{match: {job: hourly, cronRun: 1-2}, exit: 3}, {match: {job: hourly}, run: 20s}]}\n";
    const { plan } = load(scenario(rules));
    const { jobs } = readRun(simulate(plan));
    expect(jobs.map(({ pods }) => pods[0]?.exitCode)).toEqual([0, 3, 3, 0]);
  });
});

test.each([
  ["spec.concurrencyPolicy=Forbid", { concurrencyPolicy: "Forbid" }, {}],
  ["spec.backoffLimit=3", { jobTemplate: { spec: { backoffLimit: 3 } } }, { backoffLimit: 3 }],
  ["spec.suspend=true", { suspend: true }, { suspend: true }],
])("--set %s goes to where each kind has the field", (set, ofCronJob, ofJob) => {
  const { jobs, cronJobs } = load(`${job("once")}\n---\n${cronJob("hourly")}`, {}, { set: [set] });
  expect(cronJobs[0]?.manifest.spec).toMatchObject(ofCronJob);
  expect(jobs[0]?.manifest.spec).toMatchObject(ofJob);
});

test("--set with a field of CronJobs is refused if there is none", () => {
  const problems = problemsOf(() => load(job("once"), {}, { set: ["spec.concurrencyPolicy=Forbid"] }));
  expect(problems.join()).toContain("is a field of CronJobs, and there are none here");
});

test.each([
  ["2026-10-24T00:00Z", "2026-10-24T00:00:00.000Z"],
  ["2026-10-24", "2026-10-24T00:00:00.000Z"],
  ["2026-10-24 06:30:15+02:00", "2026-10-24T04:30:15.000Z"],
])("a run may begin at %s", (text, instant) => {
  const parsed = parseStartTime(text);
  expect("value" in parsed && new Date(parsed.value).toISOString()).toBe(instant);
});

test.each(["tomorrow", "2026-13-01T00:00Z", "12:00"])("a run cannot begin at %s", (text) => {
  expect(parseStartTime(text)).toEqual({ problem: "must be a date and a time such as 2026-10-24T00:00Z" });
});
