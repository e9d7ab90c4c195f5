/** Whole outputs, as people see them; `UPDATE_EXPECTED=1` writes them. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { jobsim } from "./helpers.ts";

const isUpdating = (process.env.UPDATE_EXPECTED ?? "") !== "";

const RUNS: Readonly<Record<string, readonly string[]>> = {
  "run-help.txt": ["run", "--help"],
  "help.txt": ["--help"],
  "report-help.txt": ["report", "--help"],
  "compare-help.txt": ["compare", "--help"],
  "replay-help.txt": ["replay", "--help"],
  "sweep-help.txt": ["sweep", "--help"],
  "compare.txt": ["compare", "sim-scenarios/flaky-pods.yaml", "--set", "spec.backoffLimit=2"],
  "first-run.txt": ["run", "sim-scenarios/first-run.yaml"],
  "spot-preemption-events.txt": ["run", "sim-scenarios/spot-preemption.yaml", "--events"],
  "ttl-clean-up.txt": ["run", "sim-scenarios/ttl-clean-up.yaml"],
  "flaky-pods-short.txt": ["run", "sim-scenarios/flaky-pods.yaml", "--transitions", "20", "--pods", "8"],
  "first-run-json.txt": ["run", "sim-scenarios/first-run.yaml", "-o", "json"],
  "first-run-jsonl.txt": ["run", "sim-scenarios/first-run.yaml", "-o", "jsonl"],
  "first-run-yaml.txt": ["run", "sim-scenarios/first-run.yaml", "-o", "yaml"],
};

/** The text of a page before its script runs: without style, data and script. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  "compare-page.html": ["compare", "sim-scenarios/flaky-pods.yaml", "--set", "spec.backoffLimit=2", "--html"],
  "violation-page.html": ["replay", "test/cli/violation.json", "--html"],
};

describe("the pages that commands write", () => {
  const folder = mkdtempSync(join(tmpdir(), "jobsim-golden-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(Object.entries(PAGES))("%s", async (file, args) => {
    const { err } = await jobsim([...args, join(folder, file)]);
    expect(err).toBe("");
    const [, body = ""] = /<body>\n(.*?)<script/s.exec(readFileSync(join(folder, file), "utf8")) ?? [];
    const path = `test/golden/${file}`;
    if (isUpdating) writeFileSync(path, body);
    expect(body).toBe(readFileSync(path, "utf8"));
  });
});

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
