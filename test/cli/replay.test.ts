/** `jobsim replay` and `jobsim report` of a violation that a check found. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { jobsim } from "./helpers.ts";

/** A defect that Kubernetes has as well, so the built-in controllers have it too. */
const REPLAY = "test/cli/violation.json";

const folder = mkdtempSync(join(tmpdir(), "jobsim-replay-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("jobsim replay --html writes the page, and prints the violation as usual", async () => {
  const file = join(folder, "violation.html");
  const { code, out } = await jobsim(["replay", REPLAY, "--html", file]);
  expect(code).toBe(1);
  expect(out).toBe((await jobsim(["replay", REPLAY])).out);
  expect(readFileSync(file, "utf8")).toContain('"kind":"violation"');
});

test("jobsim replay names the rule behind each step of the controller", async () => {
  const { out } = await jobsim(["replay", REPLAY]);
  expect(out).toMatch(
    /because +the Job succeeds: .*\[success-policy\]\n.*\[verdict-pods-deleted\]\n.* pod +1\/1 to be deleted/,
  );
  expect(out).toMatch(
    /because +pod 1\/1 is counted as failed {2}\[counted-failed\]\n.* refused +job-controller updateStatus jobs: /,
  );
});

test("jobsim replay prints a violation that repeats with each retry once", async () => {
  const { out } = await jobsim(["replay", REPLAY]);
  const told = out.split("\n").filter((line) => line.startsWith("writes-accepted"));
  expect(told).toEqual([
    expect.stringMatching(/^writes-accepted at 18263 ms: .* \(and \d+ more times until \d+ ms\)$/),
  ]);
});

test("every command accepts the file of a violation as a scenario", async () => {
  const run = await jobsim(["run", REPLAY]);
  expect(run).toMatchObject({ code: 0, err: "" });
  expect(run.out).toContain("digest 0169d1fa10d04741");
  expect(await jobsim(["explain", REPLAY])).toMatchObject({
    code: 0,
    out: expect.stringContaining("success-policy"),
  });
  expect(await jobsim(["compare", REPLAY, REPLAY])).toMatchObject({ out: expect.stringMatching(/the same/) });
  const faster = await jobsim(["report", REPLAY, "--run", "5s"]);
  expect(faster.out).toContain("<title>writes-accepted-57222");
});

test("jobsim test fails as long as the invariant of the file is violated", async () => {
  const { code, out } = await jobsim(["test", REPLAY]);
  expect(code).toBe(1);
  expect(out).toContain("1 of 1 checks broken");
  expect(out).toMatch(/violation\.json:\d+:\d+: Job a: writes-accepted: /);
  const healed = join(folder, "healed.json");
  writeFileSync(healed, readFileSync(REPLAY, "utf8").replace('"writes-accepted"', '"counted-once"'));
  expect(await jobsim(["test", healed])).toMatchObject({ code: 0, out: expect.stringContaining("1 passed") });
  writeFileSync(healed, readFileSync(REPLAY, "utf8").replace('"writes-accepted"', '"mine"'));
  expect(await jobsim(["test", healed])).toMatchObject({
    code: 2,
    out: expect.stringContaining("violation.invariant: is not an invariant of jobsim"),
  });
});

test("jobsim report writes the same page for a replay file", async () => {
  const file = join(folder, "again.html");
  await jobsim(["replay", REPLAY, "--html", file]);
  expect(await jobsim(["report", REPLAY])).toEqual({ code: 0, out: readFileSync(file, "utf8"), err: "" });
});

test.each([
  [["replay", "sim-scenarios/first-run.yaml"], "sim-scenarios/first-run.yaml: has no violation to look for"],
  [["replay", "none.json"], "none.json: there is no such file"],
  [["replay", REPLAY, "--html", "/nowhere/x.html"], "/nowhere/x.html: cannot be written"],
])("%j is refused", async (args, message) => {
  const code = message.includes("written") ? 74 : 2;
  expect(await jobsim(args)).toMatchObject({ code, out: "", err: expect.stringContaining(message) });
});
