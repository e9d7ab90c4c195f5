/** What else there is to say about a run: its reasons, what lint finds, and its scenario file. */

import { type Finding, lintScenario } from "../../src/analysis/lint/lint.ts";
import { explainText } from "../../src/report/explain/explain-text.ts";
import { lintText } from "../../src/report/lint/text.ts";
import { PLAIN } from "../../src/report/style.ts";
import { explained, type Played } from "./playing.ts";
import { type Mark, markOf, type ReviewedAnswer } from "./protocol.ts";
import { scenarioText } from "./scenario-text.ts";

export function reviewedAnswer(played: Played): ReviewedAnswer {
  const { loaded, name, source } = played;
  const findings = lintScenario(loaded, () => source.text);
  return {
    kind: "reviewed",
    why: explainText(explained(played), loaded.plan.epochMs, PLAIN).join("\n"),
    lint: findings.length === 0 ? "nothing found" : lintText(findings).join("\n"),
    marks: [
      ...loaded.warnings.map((one): Mark => ({ ...markOf(one), severity: "warning" })),
      ...findings.map(findingMark),
    ],
    scenario: scenarioText(name, loaded.plan),
  };
}

function findingMark({ id, severity, path, message, advice, line, column }: Finding): Mark {
  return {
    severity: severity === "advice" ? "info" : severity === "danger" ? "warning" : "error",
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    message: `${id} ${path === "" ? "" : `${path}: `}${message}. ${advice}`,
  };
}
