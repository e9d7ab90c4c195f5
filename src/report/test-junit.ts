/** The outcome of scenario tests as JUnit XML for CI servers. */

import type { TestResult } from "../analysis/test-file.ts";
import { testText } from "./test-report.ts";

/** A file that was played, with its tests. */
export interface TestedFile {
  readonly file: string;
  readonly tests: readonly TestResult[];
  /** How long it took, milliseconds of real time; left out if nobody measured. */
  readonly tookMs?: number;
}

/**
 * The results as a JUnit XML document: a suite for each file, a case for each of its tests.
 *
 * @example
 * writeFileSync("junit.xml", testJunit(results.map((result) => ({ file: result.file, tests: [result] }))));
 */
export function testJunit(files: readonly TestedFile[]): string {
  const all = files.flatMap(({ tests }) => tests);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="jobsim" ${countsOf(all)}>`,
    ...files.flatMap(({ file, tests, tookMs }) => [
      `  <testsuite name="${escapeXml(file)}" file="${escapeXml(file)}" ${countsOf(tests)}${timeOf(tookMs)}>`,
      ...tests.flatMap((test) => junitCase(test, tests.length === 1 ? tookMs : undefined)),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function countsOf(tests: readonly TestResult[]): string {
  const count = (status: TestResult["status"]) => tests.filter((test) => test.status === status).length;
  return `tests="${tests.length}" failures="${count("failed")}" errors="${count("invalid")}" skipped="${count("skipped")}"`;
}

function timeOf(tookMs: number | undefined): string {
  return tookMs === undefined ? "" : ` time="${(tookMs / 1000).toFixed(3)}"`;
}

function junitCase(result: TestResult, tookMs: number | undefined): string[] {
  const { file, name, broken, notes = [] } = result;
  const line = broken[0]?.line;
  const place = `file="${escapeXml(file)}"${line === undefined ? "" : ` line="${line}"`}${timeOf(tookMs)}`;
  const head = `    <testcase classname="${escapeXml(file)}" name="${escapeXml(name)}" ${place}`;
  const said = notes.map((note) => `note: ${escapeXml(note)}`).join("\n");
  const inside = [...junitOutcome(result), ...(said === "" ? [] : [`      <system-out>${said}</system-out>`])];
  return inside.length === 0 ? [`${head}/>`] : [`${head}>`, ...inside, "    </testcase>"];
}

function junitOutcome(result: TestResult): string[] {
  const { status, broken, problems } = result;
  switch (status) {
    case "passed":
      return [];
    case "skipped":
      return ["      <skipped/>"];
    case "invalid":
      return [`      <error message="cannot be played">${escapeXml(problems.join("\n"))}</error>`];
    case "failed": {
      const text = testText({ ...result, notes: [] })
        .slice(1)
        .join("\n");
      return [`      <failure message="${escapeXml(broken[0]?.message ?? "")}">${escapeXml(text)}</failure>`];
    }
  }
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeXml(text: string): string {
  // XML 1.0 has no way to write most control characters.
  const clean = text.replaceAll(/[^\P{Cc}\n\t]/gu, "\uFFFD");
  return clean.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
