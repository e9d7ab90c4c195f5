/** Findings for people: where, what, and what to do. */

import type { Finding } from "../../analysis/lint/lint.ts";
import type { Severity } from "../../analysis/lint/rule.ts";
import { formatProblem } from "../../scenario/problem.ts";
import { PLAIN, type Style } from "../style.ts";

/**
 * Prints findings, each with its source line, and what to write instead.
 *
 * @example
 * console.log(lintText(lintScenario(loaded, readFile)).join("\n"));
 */
export function lintText(findings: readonly Finding[], style: Style = PLAIN): string[] {
  return findings.flatMap((finding) => [...findingLines(finding, style), ""]);
}

function findingLines(finding: Finding, style: Style): string[] {
  const { id, severity, path, message, advice, change, span, page, ...position } = finding;
  const where = span === undefined ? "" : ` (${span})`;
  const paint = paintOf(severity, style);
  const [head = "", ...source] = formatProblem({
    ...position,
    message: `${severity} ${id}${where}: ${path === "" ? message : `${path}: ${message}`}`,
  }).split("\n");
  return [
    head.replace(`${severity} ${id}`, () => `${paint(severity)} ${style.bold(id)}`),
    ...source.map(style.dim),
    `  = ${advice}${page === undefined ? "" : ` See ${page}.`}${change === undefined ? "" : ` For example: ${style.good(change)}`}`,
  ];
}

function paintOf(severity: Severity, style: Style): (text: string) => string {
  if (severity === "error") return style.bad;
  return severity === "warning" ? style.warn : style.name;
}

/** Counts findings in one line: `1 error, 2 warnings, 3 notes`. */
export function lintCounts(findings: readonly Finding[]): string {
  if (findings.length === 0) return "nothing found";
  const parts: readonly (readonly [Severity, string])[] = [
    ["error", "error"],
    ["warning", "warning"],
    ["info", "note"],
  ];
  return parts
    .map(([severity, noun]) => ({ noun, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ noun, count }) => `${count} ${noun}${count === 1 ? "" : "s"}`)
    .join(", ");
}
