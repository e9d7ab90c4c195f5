import { describe, expect, test } from "vitest";
import { jobsim, manifest } from "./helpers.ts";

const files = {
  "job.yaml": manifest("flaky", "completions: 10", "parallelism: 5", "completionMode: Indexed", "backoffLimit: 20"),
  "same.yaml": manifest("flaky", "completions: 10", "parallelism: 5", "completionMode: Indexed", "backoffLimit: 20"),
  "other.yaml": manifest("other", "completions: 10"),
};
const FLAKY = ["--exit", "0:70%,1:30%", "--seed", "3"];

const every10 = `apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec:
  schedule: "*/10 * * * *"
  concurrencyPolicy: Forbid
  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: c, image: a }] } } } }
`;

describe("jobsim compare", () => {
  test("shows what happens to the schedule of a CronJob, which a variant may quote", async () => {
    const args = ["compare", "cron.yaml", "--run", "15m", "--for", "2h", "--variant", "spec.schedule='0 * * * *'"];
    const { code, out } = await jobsim([...args, "--variant", "spec.concurrencyPolicy=Replace"], {
      files: { "cron.yaml": every10 },
    });
    expect(code).toBe(0);
    const figures = out.split("\n").flatMap((line) => {
      const [, title, ...cells] = /^(.*runs.*?) {2,}(\d+) +(\d+) +(\d+)$/.exec(line) ?? [];
      return title === undefined ? [] : [[title, ...cells]];
    });
    // Every run lasts for a time and a half: the next one starts late, or replaces it before it is done.
    expect(figures).toEqual([
      ["scheduled runs", "8", "1", "11"],
      ["failed runs", "0", "0", "0"],
      ["runs skipped by Forbid", "3", "0", "0"],
      ["missed runs", "0", "0", "0"],
      ["replaced runs", "0", "0", "10"],
    ]);
  });

  test("shows where a changed Job diverges from the original, and why", async () => {
    const { code, out } = await jobsim(["compare", "job.yaml", "--set", "spec.backoffLimit=1", ...FLAKY], { files });
    expect(code).toBe(0);
    expect(out).toMatch(/as it is and spec\.backoffLimit=1 part at \+\S+, after \d+ transitions that they share:/);
    expect(out).toContain("Job flaky differs in spec.backoffLimit: 20 and 1");
    expect(out).toContain("condition FailureTarget=True  BackoffLimitExceeded");
  });

  test("reports that two equal files are the same", async () => {
    const { out } = await jobsim(["compare", "job.yaml", "same.yaml", ...FLAKY], { files });
    expect(out).toContain("job.yaml and same.yaml are the same, to the millisecond.");
  });

  test("pairs the runs of many seeds", async () => {
    const args = ["compare", "job.yaml", "--variant", "spec.backoffLimit=1", "--exit", "0:70%,1:30%", "--seeds", "40"];
    const one = await jobsim([...args, "--workers", "1"], { files });
    expect(one.out).toContain("spec.backoffLimit=1 less as it is, for the same seed:");
    expect(one.out).toMatch(/success {2}-\d+\.\d points \[-\d+\.\d to -\d+\.\d\]; 0 runs gained, \d+ lost/);
    expect((await jobsim([...args, "--workers", "2"], { files })).out).toBe(one.out);
  });

  test("warns if names make the random numbers differ", async () => {
    const { err } = await jobsim(["compare", "job.yaml", "other.yaml"], { files });
    expect(err).toContain("warning: the Jobs have different names, so what is drawn for their pods differs");
  });

  test.each([
    [["job.yaml"], "name a second file, or say what to change with --set, --param or --variant"],
    [["none.yaml", "job.yaml"], "none.yaml: there is no such file"],
    [["job.yaml", "--set", "spec.backofLimit=1"], "--set spec.backofLimit=1: spec.backofLimit: is not a field"],
    [["job.yaml", "other.yaml", "--variant", "run=1s"], "--variant: goes with one file"],
    [["job.yaml", "--variant", "run=1s", "--seeds", "5", "--seed", "x"], "with --seeds this is the first of them"],
    [["job.yaml", "--variant", "run=1s", "--seeds", "5", "--html", "x.html"], "--html: shows single runs; leave out"],
    [
      ["job.yaml", "--variant", "run=1s", "--variant", "run=2s", "--html", "x.html"],
      "--html: shows two runs side by side, and here are 3",
    ],
  ])("refuses %j", async (args, message) => {
    expect(await jobsim(["compare", ...args], { files })).toMatchObject({
      code: 2,
      err: expect.stringContaining(message),
    });
  });

  test("ends with a special code if the page cannot be written", async () => {
    const args = ["compare", "job.yaml", "--variant", "run=1s", "--html", "/nowhere/x.html"];
    const { code, err } = await jobsim(args, { files });
    expect({ code, err }).toEqual({ code: 74, err: "/nowhere/x.html: cannot be written: there is no such folder\n" });
  });
});
