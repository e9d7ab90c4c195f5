/** `--kubernetes` of the commands that play many runs; `run`, `serve` and `upgrade` have it in tests of their own. */

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
  test("test: FailureTarget announces a deadline from 1.31 on", async () => {
    const run = ["test", SCENARIO, "--workers", "1", "--kubernetes"];
    expect((await jobsim([...run, "1.31"])).code).toBe(0);
    expect((await jobsim([...run, "1.30"])).code).toBe(1);
  });

  test("sweep: the end comes later from 1.31 on, when pods need time to stop", async () => {
    const sweep = ["sweep", JOB, "--seeds", "2", "--workers", "1", "-o", "csv", "--kubernetes"];
    const [older, newer] = [await jobsim([...sweep, "1.30"]), await jobsim([...sweep, "1.31"])];
    expect([older.code, newer.code]).toEqual([0, 0]);
    expect(older.out).not.toBe(newer.out);
  });

  test("compare: both sides are played in the release", async () => {
    const compare = ["compare", JOB, "--set", "spec.activeDeadlineSeconds=3", "--kubernetes"];
    expect((await jobsim([...compare, "1.31"])).out).toContain("FailureTarget");
    expect((await jobsim([...compare, "1.30"])).out).not.toContain("FailureTarget");
  });

  test.each(["test", "sweep", "compare"])("%s refuses a release that it does not know", async (command) => {
    const { code, err } = await jobsim([command, JOB, "--kubernetes", "1.20"]);
    expect(code).toBe(2);
    expect(err).toContain('"1.20" is no release that can be played');
  });
});
