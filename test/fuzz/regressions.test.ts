/** Inputs that once got no proper answer, each as small as it can be. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { testFile } from "../../src/testing/test-scenarios.ts";
import { jobsim, manifest } from "../cli/helpers.ts";
import { served } from "./served.ts";

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-fuzz-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a command answers", () => {
  test.each([
    ["import", `\n${"[".repeat(101)}${"]".repeat(101)}`, "-:2:1: nested more than 100 levels deep"],
    ["import", `${"[".repeat(50_000)}`, "-:1:1: nested more than 100 levels deep"],
    ["replay", "a: 1\n b: 2", "-:1:4: a second "],
    ["replay", "!!binary [a]", "-:1:1: not YAML: "],
    ["replay", "%UNKNOWN\n--- {}", "-:1:1: not YAML: "],
    ["replay", "--- {}\n--- {}", "-:2:5: kind: is missing"],
    ["replay", "a: *b", "-:1:4: a: "],
  ])("%s of %j", async (command, stdin, said) => {
    const { code, err, out } = await jobsim([command, "-"], { stdin });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.replaceAll("<stdin>", "-")).toContain(said);
  });

  test.each(["run", "compare", "lint", "import"])(
    "%s of a file whose name cannot be one, in plain words",
    async (command) => {
      const { code, err } = await jobsim([command, "a\u0000b"]);
      expect({ code, hasClassName: /TypeError/.test(err) }).toEqual({ code: 2, hasClassName: false });
      expect(err).toContain("cannot be read");
    },
  );

  test("run of a Job of two billion pods with what it saw until then", async () => {
    const text = manifest("a", "completions: 2147483647", "parallelism: 2147483647");
    const world = { files: { "a.yaml": text }, largest: { entries: 5_000, pods: 5_000 } };
    const { code, err } = await jobsim(["run", "a.yaml", "-q"], world);
    expect({ code, err }).toEqual({
      code: 3,
      err: expect.stringMatching(/^note: stopped, as the run is too large: .* pods after .*; Job a is still Running/m),
    });
  });
});

test("a server answers a path below its own with an escape that is none", async () => {
  const server = served();
  const answer = await server.answer(new Request("http://localhost/jobsim/v1/pods/%zz/a/outcome", { method: "POST" }));
  server.stop();
  expect(answer.status).toBe(400);
});

test("a scenario in one line of JSON is tested, and not skipped", () => {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "a", image: "b" }] } };
  const jobs = [{ manifest: { apiVersion: "batch/v1", kind: "Job", metadata: { name: "a" }, spec: { template } } }];
  const scenario = { apiVersion: "jobsim.dev/v1", kind: "Scenario", jobs, expect: [{ outcome: "Complete" }] };
  const file = path.join(folder, "one-line.json");
  writeFileSync(file, JSON.stringify(scenario));
  expect(testFile({ file })).toMatchObject({ status: "passed", checks: 1 });
});
