/** Chances as tests, many cases in one file, and output for build servers. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { jobsim, manifest } from "./helpers.ts";

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-cases-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}

write("flaky.yaml", manifest("flaky", "backoffLimit: 6"));
const HEAD = `apiVersion: jobsim.dev/v1
kind: Scenario
jobs: [{ file: flaky.yaml }]
pods: { default: { run: 5m, exit: { 0: 80%, 1: 20% } } }
`;
const CASES = write(
  "cases.yaml",
  `${HEAD}cases:
  - name: with its retries it completes
    expect: { seeds: 60, complete: ">= 90%", p95: "<= 2h" }
  - name: without retries one in five fails
    set: { spec.backoffLimit: 0 }
    expect: [{ seeds: 60, complete: ">= 99%" }, { seeds: 20, p50: "<= 1m" }]
  - { name: with this luck, seed: 7, expect: { condition: Complete, pods: 1 } }
`,
);

async function tested(...args: readonly string[]) {
  return jobsim(["test", "--workers", "1", "--no-timing", ...args]);
}

describe("chances", () => {
  test("are judged by the interval of many runs, each case separately", async () => {
    const { code, out } = await tested(CASES);
    expect(code).toBe(1);
    expect(out).toContain(`pass  ${CASES}: with its retries it completes  2 checks\n`);
    expect(out).toMatch(/cases\.yaml:10:27: all Jobs: expected complete >= 99%: \d\d(\.\d)?% \[[^\]]+\] of 60 runs\n/);
    expect(out).toMatch(/also: all Jobs: expected p50 <= 1m: 5m2s \[5m2s–\S+\] of 20 runs\n/);
    expect(out).toContain(`pass  ${CASES}: with this luck  2 checks\n`);
    expect(out).toMatch(/\n2 passed, 1 failed\n$/);
  });

  test("report if the number of runs is too small to decide", async () => {
    const file = write("open.yaml", `${HEAD}expect: { seeds: 20, complete: ">= 99%" }\n`);
    const { code, out } = await tested(file);
    expect(code).toBe(0);
    expect(out).toMatch(/complete >= 99%: 100% \[83\.9%–100%\] of 20 runs: not decided, more seeds would/);
  });

  test.each([
    ['{ seeds: 20, complete: "99%" }', '"99%" is not a bound; write for example ">= 99%" or "<= 2h"'],
    ['{ seeds: 20, complete: ">= 2h" }', '"2h" is not a share; write for example 99%'],
    ['{ seeds: 20, p95: "<= soon" }', '"soon" is not a time'],
    ['{ complete: ">= 99%" }', "goes with seeds, which is missing"],
    ["{ seeds: 20, condition: Complete }", "is about one run; give it an entry without seeds"],
    ["{ seeds: 20 }", "expects nothing; give for example complete"],
  ])("that are invalid are refused: %s", async (entry, message) => {
    const { code, out } = await tested(write("wrong.yaml", `${HEAD}expect: ${entry}\n`));
    expect(code).toBe(2);
    expect(out).toContain(message);
  });
});

describe("cases", () => {
  test("are selected by name", async () => {
    const { code, out } = await tested(CASES, "--filter", "THIS LUCK");
    expect([code, out]).toEqual([0, `pass  ${CASES}: with this luck  2 checks\n\n1 passed, 0 failed\n`]);
    const { code: none, err } = await tested(CASES, "--filter", "nothing like it");
    expect([none, err]).toEqual([
      2,
      "no scenario here has expect that fits --filter nothing like it, so there is nothing to test\n",
    ]);
  });

  test("are suites of a file for JUnit, with file, line and time", async () => {
    const { out } = await jobsim(["test", "--workers", "1", "-o", "junit", CASES], { wallMs: () => 0 });
    expect(out).toContain('<testsuites name="jobsim" tests="3" failures="1" errors="0" skipped="0">');
    expect(out).toContain(
      `<testsuite name="${CASES}" file="${CASES}" tests="3" failures="1" errors="0" skipped="0" time="0.000">`,
    );
    expect(out).toContain(`name="without retries one in five fails" file="${CASES}" line="10">`);
  });

  test("are annotations for GitHub", async () => {
    const { code, out } = await tested(CASES, "-o", "github");
    expect(code).toBe(1);
    const title = `${CASES}%3A without retries one in five fails`;
    expect(out).toContain(
      `::error file=${CASES},line=10,col=27,title=${title}::all Jobs: expected complete >= 99%25: `,
    );
    expect(out).toMatch(/\n2 passed, 1 failed\n$/);
  });
});

test("manifests without a test are listed", async () => {
  write("forgotten.yaml", manifest("forgotten"));
  write("service.yaml", "apiVersion: v1\nkind: Service\n");
  const { out } = await tested(CASES, "--filter", "luck", "--manifests", folder);
  expect(out).toContain(`no test plays ${path.join(folder, "forgotten.yaml")}\n`);
  expect(out).not.toMatch(/no test plays .*(flaky|service)/);
});

test("a watch repeats the tests until it is interrupted", async () => {
  const stop = new AbortController();
  const rounds: string[] = [];
  const ended = jobsim(["test", "--workers", "1", CASES, "--filter", "luck", "--watch"], {
    interrupted: stop.signal,
    breathe: () => {
      rounds.push("round");
      if (rounds.length === 1) setTimeout(() => writeFileSync(CASES, `${HEAD}expect: { condition: Complete }\n`), 100);
      else setTimeout(() => stop.abort(), 50);
      return Promise.resolve();
    },
  });
  const { out, err } = await ended;
  expect(rounds.length).toBeGreaterThanOrEqual(2);
  expect(out.match(/passed/g)?.length).toBeGreaterThanOrEqual(1);
  expect(err).toContain("waiting for a change; Ctrl-C ends\n");
});
