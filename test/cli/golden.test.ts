/** Whole outputs, as people see them; `UPDATE_EXPECTED=1` writes them anew. */

import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { jobsim } from "./helpers.ts";

const isUpdating = (process.env.UPDATE_EXPECTED ?? "") !== "";

const RUNS: Readonly<Record<string, readonly string[]>> = {
  "run-help.txt": ["run", "--help"],
  "help.txt": ["--help"],
  "first-run.txt": ["run", "sim-scenarios/first-run.yaml"],
  "spot-preemption-events.txt": ["run", "sim-scenarios/spot-preemption.yaml", "--events"],
  "ttl-clean-up.txt": ["run", "sim-scenarios/ttl-clean-up.yaml"],
  "flaky-pods-short.txt": ["run", "sim-scenarios/flaky-pods.yaml", "--transitions", "20", "--pods", "8"],
  "first-run-json.txt": ["run", "sim-scenarios/first-run.yaml", "-o", "json"],
  "first-run-jsonl.txt": ["run", "sim-scenarios/first-run.yaml", "-o", "jsonl"],
  "first-run-yaml.txt": ["run", "sim-scenarios/first-run.yaml", "-o", "yaml"],
};

describe("whole outputs", () => {
  test.each(Object.entries(RUNS))("%s", async (file, args) => {
    const { code, out, err } = await jobsim(args);
    expect(code).toBe(0);
    expect(err).toBe("");
    const path = `test/golden/${file}`;
    if (isUpdating) writeFileSync(path, out);
    expect(out).toBe(readFileSync(path, "utf8"));
  });
});
