/** Findings as SARIF 2.1.0, which code hosts and editors show next to the lines. */

import type { Finding } from "../../analysis/lint/lint.ts";
import { ALL_RULES } from "../../analysis/lint/registry.ts";
import type { RuleFacts, Severity } from "../../analysis/lint/rule.ts";
import { formersOf, sinceOf } from "../../simulation/releases/validity.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  danger: "warning",
  advice: "note",
};

/**
 * A SARIF log with one run.
 *
 * @param version of jobsim
 * @example
 * writeFileSync("lint.sarif", JSON.stringify(lintSarif(lintScenario(loaded, readFile), "1.0.0")));
 */
export function lintSarif(findings: readonly Finding[], version: string) {
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "jobsim", version, rules: ALL_RULES.map(descriptor) } },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => resultOf(finding)),
      },
    ],
  };
}

function descriptor({ id, severity, title, why, advice, validity }: RuleFacts) {
  const since = sinceOf(validity);
  const formerly = formersOf(validity).map(({ span, text }) => `${span}: ${text}`);
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: advice },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { ...(since === undefined ? {} : { since }), ...(formerly.length === 0 ? {} : { formerly }) },
  };
}

function resultOf(finding: Finding) {
  const { id, severity, message, path, change, file, line, column, releases, span, page } = finding;
  const where = span === undefined ? "" : ` (Kubernetes: ${span})`;
  const text = `${message}${where}${change === undefined ? "" : `. For example: ${change}`}`;
  return {
    ruleId: id,
    ruleIndex: ALL_RULES.findIndex((rule) => rule.id === id),
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
    ...(releases === undefined && page === undefined ? {} : { properties: { releases, page } }),
  };
}

/** A path relative to the working directory, as a URI reference. */
function uriOf(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}
