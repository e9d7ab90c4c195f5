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

/** Folds advice into one line for each file, and prints the rest. */
export function foldedLintText(findings: readonly Finding[], style: Style = PLAIN): string[] {
  const files = [...new Set(findings.map(({ file }) => file))];
  return files.flatMap((file) => {
    const here = findings.filter((finding) => finding.file === file);
    const advice = here.filter(({ severity }) => severity === "advice");
    const ids = [...new Set(advice.map(({ id }) => id))].sort().join(", ");
    const shown = lintText(
      here.filter(({ severity }) => severity !== "advice"),
      style,
    );
    return advice.length === 0 ? shown : [...shown, style.dim(`${file}: advice ${ids}; --advice shows it`), ""];
  });
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
  return severity === "danger" ? style.warn : style.name;
}

/** Counts findings in one line: `1 error, 2 dangers, 3 pieces of advice`. */
export function lintCounts(findings: readonly Finding[]): string {
  if (findings.length === 0) return "nothing found";
  const parts: readonly (readonly [Severity, string])[] = [
    ["error", "error"],
    ["danger", "danger"],
    ["advice", "piece of advice"],
  ];
  return parts
    .map(([severity, noun]) => ({ noun, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ noun, count }) => `${count} ${count === 1 ? noun : plural(noun)}`)
    .join(", ");
}

function plural(noun: string): string {
  return noun.startsWith("piece") ? "pieces of advice" : `${noun}s`;
}
