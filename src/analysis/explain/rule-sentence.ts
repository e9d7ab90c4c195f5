/** A decision as a sentence with its numbers. */

import type { Decision, RuleNumbers } from "../../controller/job/decisions.ts";
import { formatDuration } from "../../scenario/duration.ts";
import { formatSpan } from "../times.ts";
import type { Explanation } from "./explanations.ts";
import { RULES } from "./rules/rules.ts";

/**
 * The sentence of a rule with the numbers of one decision.
 *
 * @param instant says an instant, milliseconds since 1970
 */
export function ruleSentence(
  { rule, numbers }: Pick<Decision, "rule" | "numbers">,
  instant: (epochMs: number) => string,
): string {
  return RULES[rule].text.replaceAll(/\{(\w+)\}/g, (_, name: string) => formatNumber(name, numbers, instant));
}

/** One explanation as a sentence with its numbers; instants are shown as times since the run began. */
export function explanationText(
  explanation: Pick<Explanation, "rule" | "numbers" | "refused">,
  epochMs: number,
): string {
  const sentence = ruleSentence(explanation, (instantMs) => `+${formatSpan(Math.max(0, instantMs - epochMs))}`);
  const { refused } = explanation;
  return refused === undefined ? sentence : `${sentence}; refused by the API server: ${refused}`;
}

function formatNumber(name: string, numbers: RuleNumbers, instant: (epochMs: number) => string): string {
  const value = numbers[name];
  if (typeof value === "number" && name.endsWith("Ms")) return formatDuration(value);
  if (typeof value === "number" && name.endsWith("At")) return instant(value);
  return value === undefined ? "" : String(value);
}
