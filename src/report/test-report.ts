/** The outcome of scenario tests as text, and as JUnit XML for build servers. */

import type { TestResult } from "../analysis/test-file.ts";
import { formatShortSpan } from "../analysis/times.ts";
import { PLAIN, type Style } from "./style.ts";
import { timeline } from "./timeline.ts";

/**
 * Prints one test: a line where it passed, the first broken expectation and what happened around it where it failed.
 *
 * @example
 * for (const result of results) console.log(testText(result).join("\n"));
 */
export function testText(result: TestResult, style: Style = PLAIN): string[] {
  const { file, status, checks, problems, broken, notes = [] } = result;
  const said = notes.map((note) => style.warn(`      note: ${note}`));
  switch (status) {
    case "passed":
      return [
        `${style.good("pass")}  ${file}  ${style.dim(`${checks} ${checks === 1 ? "check" : "checks"}`)}`,
        ...said,
      ];
    case "skipped":
      return [`${style.dim("skip")}  ${file}  ${style.dim("expects nothing")}`];
    case "invalid":
      return [`${style.bad("FAIL")}  ${file}  cannot be played`, ...problems.flatMap(indented)];
    case "failed": {
      const [first, ...others] = broken;
      const rest = others.map(({ job, message }) => `also: Job ${job}: ${message}`);
      return [
        `${style.bad("FAIL")}  ${file}  ${broken.length} of ${checks} checks broken`,
        ...(first === undefined ? [] : indented(`${placeOf(first)}: Job ${first.job}: ${style.bold(first.message)}`)),
        ...aroundText(result, style),
        ...rest.flatMap(indented),
        ...said,
      ];
    }
  }
}

function placeOf({ file, line, column }: TestResult["broken"][number]): string {
  return [file, line, column].filter((part) => part !== undefined).join(":");
}

function aroundText({ around, broken, seed }: TestResult, style: Style): string[] {
  const { transitions, epochMs, endMs } = around;
  const [first] = broken;
  if (first === undefined) return [];
  const head = `what happened around +${formatShortSpan(first.atMs)} (seed ${seed}):`;
  return [head, ...timeline(transitions, { epochMs, endMs, limit: "all", style })].flatMap(indented);
}

function indented(text: string): string[] {
  return text.split("\n").map((line) => `      ${line}`);
}

/**
 * One line: how many tests there were, and what became of them.
 *
 * @example
 * console.log(testTotals(results));
 */
export function testTotals(results: readonly TestResult[], style: Style = PLAIN): string {
  const count = (status: TestResult["status"]) => results.filter((result) => result.status === status).length;
  const failed = count("failed") + count("invalid");
  const parts = [
    `${count("passed")} passed`,
    failed === 0 ? "0 failed" : style.bad(`${failed} failed`),
    ...(count("skipped") === 0 ? [] : [`${count("skipped")} without expectations`]),
  ];
  return parts.join(", ");
}

/**
 * The results as a JUnit XML document.
 *
 * @example
 * writeFileSync("junit.xml", testJunit(results));
 */
export function testJunit(results: readonly TestResult[]): string {
  const failures = results.filter(({ status }) => status === "failed").length;
  const errors = results.filter(({ status }) => status === "invalid").length;
  const skipped = results.filter(({ status }) => status === "skipped").length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="jobsim" tests="${results.length}" failures="${failures}" errors="${errors}" skipped="${skipped}">`,
    ...results.flatMap(junitCase),
    "</testsuite>",
    "",
  ].join("\n");
}

function junitCase(result: TestResult): string[] {
  const { file, name, notes = [] } = result;
  const head = `  <testcase classname="${escapeXml(file)}" name="${escapeXml(name)}"`;
  const said = notes.map((note) => `note: ${escapeXml(note)}`).join("\n");
  const inside = [...junitOutcome(result), ...(said === "" ? [] : [`    <system-out>${said}</system-out>`])];
  return inside.length === 0 ? [`${head}/>`] : [`${head}>`, ...inside, "  </testcase>"];
}

function junitOutcome(result: TestResult): string[] {
  const { status, broken, problems } = result;
  switch (status) {
    case "passed":
      return [];
    case "skipped":
      return ["    <skipped/>"];
    case "invalid":
      return [`    <error message="cannot be played">${escapeXml(problems.join("\n"))}</error>`];
    case "failed": {
      const text = testText({ ...result, notes: [] })
        .slice(1)
        .join("\n");
      return [`    <failure message="${escapeXml(broken[0]?.message ?? "")}">${escapeXml(text)}</failure>`];
    }
  }
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeXml(text: string): string {
  // XML 1.0 has no way to write most control characters.
  const clean = text.replaceAll(/[^\P{Cc}\n\t]/gu, "\uFFFD");
  return clean.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
