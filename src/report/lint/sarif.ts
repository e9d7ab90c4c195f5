/** Findings as SARIF 2.1.0, which code hosts and editors show beside the lines. */

import type { Finding } from "../../analysis/lint/lint.ts";
import { REFUSED } from "../../analysis/lint/refused.ts";
import { LINT_RULES } from "../../analysis/lint/registry.ts";
import type { LintRule, Severity } from "../../analysis/lint/rule.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/**
 * A SARIF log with one run.
 *
 * @param version of jobsim
 */
export function lintSarif(findings: readonly Finding[], version: string) {
  const rules = [REFUSED, ...LINT_RULES];
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "jobsim", version, rules: rules.map(descriptor) } },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => resultOf(finding, rules)),
      },
    ],
  };
}

function descriptor({ id, severity, title, why, advice }: Omit<LintRule, "check">) {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: advice },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf(finding: Finding, rules: readonly Pick<LintRule, "id">[]) {
  const { id, severity, message, path, change, file, line, column } = finding;
  const text = change === undefined ? message : `${message}. For example: ${change}`;
  return {
    ruleId: id,
    ruleIndex: rules.findIndex((rule) => rule.id === id),
    level: LEVELS[severity],
    message: { text: path === "" ? text : `${path}: ${text}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          ...(line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1 } }),
        },
      },
    ],
  };
}

/** A path relative to the working directory, as a URI reference. */
function uriOf(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}
