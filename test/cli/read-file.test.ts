import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readRegularFile } from "../../src/cli/read-file.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { InputError } from "../../src/scenario/problem.ts";

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-read-"));

function problemsOf(lines: readonly string[]): string {
  const text = ["apiVersion: jobsim.dev/v1", "kind: Scenario", ...lines].join("\n");
  try {
    loadScenario({ text, file: path.join(folder, "main.yaml"), readFile: readRegularFile });
    return "";
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

describe("a scenario that names another file", () => {
  test("reads a manifest next to it, and quotes the invalid line there", () => {
    writeFileSync(path.join(folder, "job.yaml"), 'kind: Job\nspec: "a" b\n');
    expect(problemsOf(["jobs: [{ file: job.yaml }]"])).toContain('spec: "a" b');
  });

  test("never quotes a file that is not a manifest in an error", () => {
    writeFileSync(path.join(folder, ".env"), "PASSWORD=[hunter2\n: : :\n");
    for (const lines of [["jobs: [{ file: .env }]"], ["include: .env", "jobs: []"]]) {
      const text = problemsOf(lines);
      expect(text).toContain(".env");
      expect(text).not.toContain("hunter2");
    }
  });

  test.each(["/proc/self/environ", "/dev/zero"])("does not read %s", (file) => {
    expect(problemsOf([`jobs: [{ file: ${file} }]`])).toContain(`cannot read ${file}: it `);
  });
});
