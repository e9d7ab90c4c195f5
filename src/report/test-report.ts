/** The outcome of scenario tests as text, and as JUnit XML for CI servers. */

import type { TestResult } from "../analysis/test-file.ts";
import { formatShortSpan } from "../analysis/times.ts";
import { PLAIN, type Style } from "./style.ts";
import { timeline } from "./timeline.ts";

/**
 * Prints one test: a line if it passed; if it failed, the first broken expectation and what happened around it.
 *
 * @example
 * for (const result of results) console.log(testText(result).join("\n"));
 */
export function testText(result: TestResult, style: Style = PLAIN): string[] {
  const { status, checks, problems, broken, notes = [] } = result;
  const said = notes.map((note) => style.warn(`      note: ${note}`));
  switch (status) {
    case "passed":
      return [
        `${style.good("pass")}  ${testName(result)}  ${style.dim(`${checks} ${checks === 1 ? "check" : "checks"}`)}`,
        ...openText(result, style),
        ...said,
      ];
    case "skipped":
      return [`${style.dim("skip")}  ${testName(result)}  ${style.dim("expects nothing")}`];
    case "invalid":
      return [`${style.bad("FAIL")}  ${testName(result)}  cannot be played`, ...problems.flatMap(indented)];
    case "failed": {
      const [first, ...others] = broken;
      const rest = others.map((one) => `also: ${whoseText(one)}: ${one.message}`);
      return [
        `${style.bad("FAIL")}  ${testName(result)}  ${broken.length} of ${checks} checks broken`,
        ...(first === undefined
          ? []
          : indented(`${placeOf(first)}: ${whoseText(first)}: ${style.bold(first.message)}`)),
        ...aroundText(result, style),
        ...rest.flatMap(indented),
        ...said,
      ];
    }
  }
}

/** The file, and the name of the test if there are several in it. */
export function testName({ file, name, isCase }: TestResult): string {
  return isCase === true ? `${file}: ${name}` : file;
}

/** What this number of seeds cannot decide. */
function openText({ chances = [] }: TestResult, style: Style): string[] {
  return chances.flatMap(({ status, text }) =>
    status === "open" ? [style.dim(`      ${text}: not decided, more seeds would`)] : [],
  );
}

/** Whose expectation it is: what is expected of many runs is expected of all Jobs. */
export function whoseText({ job, isCronJob }: Pick<TestResult["broken"][number], "job" | "isCronJob">): string {
  if (job === "*") return "all Jobs";
  return isCronJob === true ? `CronJob ${job}` : `Job ${job}`;
}

function placeOf({ file, line, column }: TestResult["broken"][number]): string {
  return [file, line, column].filter((part) => part !== undefined).join(":");
}

function aroundText({ around, broken, seed }: TestResult, style: Style): string[] {
  const { transitions, epochMs, endMs } = around;
  const [first] = broken;
  if (first === undefined || transitions.length === 0) return [];
  const head = `what happened around +${formatShortSpan(first.atMs)} (seed ${seed}):`;
  return [head, ...timeline(transitions, { epochMs, endMs, limit: "all", style })].flatMap(indented);
}

function indented(text: string): string[] {
  return text.split("\n").map((line) => `      ${line}`);
}

/**
 * One line: how many tests there were, and how they ended.
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
