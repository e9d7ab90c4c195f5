/** `--kubernetes` of the commands that play many runs; `run`, `serve` and `upgrade` have separate tests. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { jobsim, manifest } from "./helpers.ts";

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-releases-"));
afterAll(() => rmSync(folder, { recursive: true }));
const JOB = path.join(folder, "job.yaml");
writeFileSync(JOB, manifest("doomed", "activeDeadlineSeconds: 5"));
const SCENARIO = path.join(folder, "expecting.yaml");
writeFileSync(
  SCENARIO,
  "apiVersion: jobsim.dev/v1\nkind: Scenario\njobs: [{ file: job.yaml }]\nexpect: [{ condition: FailureTarget }]\n",
);

describe("--kubernetes", () => {
  test("test: FailureTarget announces a deadline since 1.31", async () => {
    const run = ["test", SCENARIO, "--workers", "1", "--kubernetes"];
    expect((await jobsim([...run, "1.31"])).code).toBe(0);
    expect((await jobsim([...run, "1.30"])).code).toBe(1);
  });

  test("sweep: the end is later since 1.31 if pods need time to stop", async () => {
    const sweep = ["sweep", JOB, "--seeds", "2", "--workers", "1", "-o", "csv", "--kubernetes"];
    const [older, newer] = [await jobsim([...sweep, "1.30"]), await jobsim([...sweep, "1.31"])];
    expect([older.code, newer.code]).toEqual([0, 0]);
    expect(older.out).not.toBe(newer.out);
  });

  test("compare: both sides are played with the release", async () => {
    const compare = ["compare", JOB, "--set", "spec.activeDeadlineSeconds=3", "--kubernetes"];
    expect((await jobsim([...compare, "1.31"])).out).toContain("FailureTarget");
    expect((await jobsim([...compare, "1.30"])).out).not.toContain("FailureTarget");
  });

  test.each(["test", "sweep", "compare"])("%s refuses an unknown release", async (command) => {
    const { code, err } = await jobsim([command, JOB, "--kubernetes", "1.20"]);
    expect(code).toBe(2);
    expect(err).toContain('"1.20" is not a release that can be played');
  });
});

describe("switches of a scenario", () => {
  const scenario = (lines: string) =>
    `apiVersion: jobsim.dev/v1\nkind: Scenario\nkubernetes: "1.31"\n${lines}\njobs: [{ file: job.yaml }]\n`;
  const files = { "job.yaml": manifest("doomed", "activeDeadlineSeconds: 5") };
  const play = (lines: string, ...more: readonly string[]) =>
    jobsim(["run", "-", ...more], { files, stdin: scenario(lines) });

  test("change one behaviour of its release", async () => {
    expect((await play("")).out).toContain("FailureTarget");
    const { code, out, err } = await play("switches: { failureTarget: never, terminalConditionDelay: false }");
    expect([code, err]).toEqual([0, ""]);
    expect(out).not.toContain("FailureTarget");
    expect((await play("switches: {}", "--set", "switches.failureTarget=never")).out).not.toContain("FailureTarget");
  });

  test.each([
    [
      "switches: { failureTargt: never }",
      '<stdin>:4:13: switches.failureTargt: there is no such switch; did you mean "failureTarget"?',
    ],
    ["switches: { failureTarget: some }", "is some, which no release has; known are never, failJob, all"],
    ["switches: { terminatingField: maybe }", "is maybe, which no release has; known are no, yes"],
  ])("refuse %s", async (lines, message) => {
    const { code, err } = await play(lines);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
