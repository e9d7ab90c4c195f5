import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { jobsim } from "./helpers.ts";

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const BASE = `apiVersion: jobsim.dev/v1
kind: Scenario
parameters: { limit: 6 }
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: Job
      metadata: { name: doomed }
      spec:
        backoffLimit: \${limit}
        template:
          spec:
            restartPolicy: Never
            containers: [{ name: main, image: busybox }]
pods: { default: { run: 5s, exit: 1 } }
`;

function write(name: string, ...lines: readonly string[]): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${["apiVersion: jobsim.dev/v1", "kind: Scenario", ...lines].join("\n")}\n`);
  return file;
}

writeFileSync(path.join(folder, "base.yaml"), BASE);
const GOOD = write(
  "good.yaml",
  "include: base.yaml",
  "expect:",
  "  - { condition: Failed, reason: BackoffLimitExceeded, pods: 7, retries: 6, notBefore: 10m, within: 12m }",
  "  - order: [{ failed: 1 }, { condition: FailureTarget }, { condition: Failed }, { event: BackoffLimitExceeded }]",
  "    outcome: Failed",
  "  - never: { condition: Complete }",
);
const BAD = write(
  "bad.yaml",
  "include: base.yaml",
  "parameters: { limit: 2 }",
  "expect:",
  "  - { condition: Failed, within: 10s }",
  "  - never: [{ happens: deletion }, { condition: FailureTarget }]",
  "  - order: [{ condition: Failed }, { failed: 1 }]",
);

describe("jobsim test", () => {
  test("finds the scenarios of a folder, and shows the first violated expectation and what happened around it", async () => {
    for (const workers of ["1", "2"]) {
      const { code, out } = await jobsim(["test", folder, "--workers", workers]);
      expect(code).toBe(1);
      expect(out).toContain(`skip  ${path.join(folder, "base.yaml")}  expects nothing`);
      expect(out).toContain(`pass  ${GOOD}  9 checks`);
      expect(out).toContain(`${BAD}:6:26: Job doomed: expected the condition Failed within 10s, but it came after 49s`);
      expect(out).toContain("what happened around +49s (seed 1):");
      expect(out).toContain("also: Job doomed: expected that there is never condition FailureTarget, but it came");
      expect(out).toContain("also: Job doomed: expected failed 1 after condition Failed, but it came before");
      expect(out).toContain("1 passed, 1 failed, 1 without expectations");
    }
  });

  test("passes and fails according to changes from flags", async () => {
    expect(await jobsim(["test", GOOD])).toMatchObject({ code: 0 });
    expect(await jobsim(["test", GOOD, "--param", "limit=3"])).toMatchObject({ code: 1 });
    expect(await jobsim(["test", GOOD, "--set", "spec.completions=2"])).toMatchObject({ code: 0 });
  });

  test("writes JUnit and JSON", async () => {
    const junit = await jobsim(["test", GOOD, BAD, "-o", "junit"]);
    expect(junit.out).toContain('<testsuites name="jobsim" tests="2" failures="1" errors="0" skipped="0">');
    expect(junit.out).toContain('<failure message="expected the condition Failed within 10s, but it came after 49s">');
    const json: unknown = JSON.parse((await jobsim(["test", BAD, "-o", "json"])).out);
    expect(json).toMatchObject({
      tests: [{ status: "failed", checks: 5, broken: [{ atMs: 49_000, line: 6 }, {}, {}] }],
    });
  });

  test("has nothing to do without expectations", async () => {
    const ended = await jobsim(["test", path.join(folder, "base.yaml")]);
    expect(ended).toMatchObject({ code: 2, err: "no scenario here has expect, so there is nothing to test\n" });
  });

  test.each([
    [["condition: Complet"], 'did you mean "Complete"?'],
    [["job: domed, condition: Failed"], 'there is no Job "domed"; did you mean "doomed"?'],
    [["condition: Failed, pods: many"], '"many" is not a range; write a number, or text such as "<= 7"'],
    [["condition: Failed, pods: 9..2"], '"9..2" is empty; write 2..9'],
    [["within: 5s"], "within: goes with condition, which is missing"],
    [["condition: Failed, within: 5 minutes"], 'write "5m"'],
    [["job: doomed"], "expects nothing; give for example condition: Complete"],
    [["never: {}"], "matches everything"],
    [["retires: 3"], 'unknown key; did you mean "retries"?'],
  ])("reports {%s} before anything runs", async ([entry = ""], message) => {
    const file = write("wrong.yaml", "include: base.yaml", `expect: [{ ${entry} }]`);
    const { code, out } = await jobsim(["test", file]);
    expect(code).toBe(2);
    expect(out).toContain(message);
    expect(out).toMatch(/wrong\.yaml:4:\d+: expect/);
    rmSync(file);
  });

  test.each([
    ['refused: "Forbidden: may not be set for non-init containers"', 0, "note: Job.batch"],
    ["never: { condition: Complete }", 0, "note: Job.batch"],
    ["refused: no such words", 1, 'expected that the Job is refused with "no such words", but the message is'],
    ["condition: Complete", 2, "may not be set for non-init containers"],
  ])("a scenario whose Job is refused only passes if that is expected: {%s}", async (entry, code, text) => {
    const file = write("refused.yaml", "include: base.yaml", `expect: [{ ${entry} }]`);
    const restarts = "spec.template.spec.containers[0].restartPolicy=Always";
    const ended = await jobsim(["test", file, "--kubernetes", "1.30", "--set", restarts]);
    expect(ended).toMatchObject({ code });
    expect(ended.out).toContain(text);
    rmSync(file);
  });

  test("a Job that is created is not refused", async () => {
    const file = write("created.yaml", "include: base.yaml", "expect: [{ refused: Forbidden }]");
    const { code, out } = await jobsim(["test", file]);
    expect(code).toBe(1);
    expect(out).toContain('expected that the Job is refused with "Forbidden", but it was created');
    rmSync(file);
  });

  test("reports paths and flags without effect", async () => {
    expect(await jobsim(["test", "no/such"])).toMatchObject({
      code: 2,
      err: "no/such: there is no such file or folder\n",
    });
    const wrong = await jobsim(["test", GOOD, "--param", "limt=3"]);
    expect(wrong).toMatchObject({
      code: 2,
      out: expect.stringContaining('there is no parameter "limt"; did you mean "limit"?'),
    });
  });
});
