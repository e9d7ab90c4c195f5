/** Explanations for people. */

import type { Explanation } from "../../analysis/explain/explanations.ts";
import { explanationText } from "../../analysis/explain/rule-sentence.ts";
import { RULES } from "../../analysis/explain/rules/rules.ts";
import { formatSpan } from "../../analysis/times.ts";
import type { RuleId } from "../../controller/job/decisions.ts";
import { PLAIN, type Style } from "../style.ts";
import { type TextColumn, textTable } from "../text-table.ts";

/**
 * Prints a line for each explanation.
 *
 * @param epochMs the instant that virtual time 0 stands for
 * @example
 * console.log(explainText(explanations(decisions, simulation.identities), plan.epochMs).join("\n"));
 */
export function explainText(found: readonly Explanation[], epochMs: number, style: Style = PLAIN): string[] {
  const severalJobs = new Set(found.map(({ job }) => job.name)).size > 1;
  const columns: readonly TextColumn<Explanation>[] = [
    { title: "TIME", cell: ({ atMs }) => `+${formatSpan(atMs)}`, align: "right" },
    { title: "JOB", cell: ({ job }) => (severalJobs ? job.name : ""), paint: (_row, text) => style.name(text) },
    { title: "RULE", cell: ({ rule }) => rule, paint: ({ rule }, text) => paint(rule, text, style) },
    { title: "WHY", cell: (row) => explanationText(row, epochMs) },
  ];
  return textTable(found, columns, style.dim);
}

function paint(rule: RuleId, text: string, style: Style): string {
  const { kind } = RULES[rule];
  if (kind === "decides") return style.bold(text);
  return kind === "waits" ? style.warn(text) : style.dim(text);
}
