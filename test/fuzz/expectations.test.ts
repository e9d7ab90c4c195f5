/** Scenarios that expect something, take their arrivals from a trace and include others, as tests of `jobsim test`. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { testFile } from "../../src/testing/test-scenarios.ts";
import { inputs, PATIENCE_MS } from "./budget.ts";
import { edited, edits } from "./edits.ts";
import { spitefulJson } from "./spite.ts";
import { anyText, editedText, textEdits } from "./text-edits.ts";

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-fuzz-"));
afterAll(() => rmSync(folder, { recursive: true }));

const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "worker" }] } };
const manifest = {
  apiVersion: "batch/v1",
  kind: "Job",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what users write
  metadata: { name: "job-${i}" },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what users write
  spec: { backoffLimit: "${limit}", completions: 2, completionMode: "Indexed", template },
};
const TRACE = "time,user\n# a comment\n0s,a\n1s,b\n2m,c\n";
const base = { apiVersion: "jobsim.dev/v1", kind: "Scenario", parameters: { limit: 1 }, until: "1h" };
const scenario = {
  include: "base.json",
  apiVersion: "jobsim.dev/v1",
  kind: "Scenario",
  jobs: [{ at: "1s", manifest, count: 3, arrivals: { trace: "trace.csv" }, retry: { times: 2, after: "5s" } }],
  pods: {
    default: { run: "5s", exit: { 0: "50%", 1: "50%" } },
    rules: [{ match: { index: "0", attempt: [0, 1] }, exit: 1 }],
  },
  expect: [
    { job: "*", condition: "Complete", reason: "CompletionsReached", within: "10m", notBefore: "5s" },
    { job: "job-1", pods: "2..8", failed: "<= 6", retries: "> 0", completedIndexes: "0-1", outcome: "Complete" },
    {
      job: "job-2",
      order: [{ failed: 1 }, { condition: "Failed" }, { happens: "gone" }],
      never: [{ event: "Nothing", message: "x" }],
    },
  ],
};

function survives(text: string, baseText = JSON.stringify(base), trace = TRACE): void {
  const file = path.join(folder, "test.json");
  for (const [name, content] of [
    ["test.json", text],
    ["base.json", baseText],
    ["trace.csv", trace],
  ] as const) {
    writeFileSync(path.join(folder, name), content);
  }
  const { status, problems, broken } = testFile({ file });
  for (const line of problems) expect(line).toMatch(/^[^\n]*(?:test\.json|base\.json|trace\.csv)/);
  expect(problems.length > 0).toBe(status === "invalid");
  for (const { message } of broken) expect(message).not.toBe("");
}

describe("a test", () => {
  test("is played before anything is changed", () => {
    writeFileSync(path.join(folder, "base.json"), JSON.stringify(base));
    writeFileSync(path.join(folder, "trace.csv"), TRACE);
    writeFileSync(path.join(folder, "test.json"), JSON.stringify(scenario));
    expect(testFile({ file: path.join(folder, "test.json") })).toMatchObject({
      problems: [],
      status: "failed",
      checks: 19,
    });
  });

  test("with a value changed, moved, doubled or broken gets an answer", { timeout: PATIENCE_MS }, () => {
    fc.assert(
      fc.property(edits, (changes) => survives(spitefulJson(edited(scenario, changes)))),
      inputs(200),
    );
  });

  test("that includes something changed, moved, doubled or broken gets an answer", { timeout: PATIENCE_MS }, () => {
    fc.assert(
      fc.property(edits, (changes) => survives(JSON.stringify(scenario), spitefulJson(edited(base, changes)))),
      inputs(60),
    );
  });

  test("with something cut, put in or doubled in its trace gets an answer", { timeout: PATIENCE_MS }, () => {
    const traces = fc.oneof(
      textEdits.map((changes) => editedText(TRACE, changes)),
      anyText,
    );
    fc.assert(
      fc.property(traces, (trace) => survives(JSON.stringify(scenario), JSON.stringify(base), trace)),
      inputs(100),
    );
  });
});
