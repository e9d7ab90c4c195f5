/** Exit codes as people write them: one, or several with their chances. */

import { quote } from "../api/quote.ts";
import type { ExitChoice } from "../kubelet/behaviour/exit-choice.ts";
import type { Checked } from "./checked.ts";

const MAX_EXIT_CODE = 255;
/** How far percentages may be from a sum of 100, for thirds written as 33.33%. */
const PERCENT_TOLERANCE = 0.1;

/**
 * Reads codes with weights: percentages that add up to 100, or relative numbers.
 *
 * @param weights code (0 to 255, as text) and weight (`"95%"`, `"0.95"`, or a number, 0 or more)
 * @example
 * weighted([["0", "95%"], ["1", "5%"]]);
 */
export function weighted(weights: readonly (readonly [string, string | number])[]): Checked<ExitChoice> {
  const found: { readonly code: number; readonly weight: number }[] = [];
  let percentages = 0;
  for (const [codeText, weightText] of weights) {
    const code = parseExitCode(codeText);
    if (code === undefined)
      return {
        problem: `${quote(codeText)} is not an exit code, 0 to ${MAX_EXIT_CODE}`,
        key: codeText,
        misnamed: true,
      };
    if (found.some((other) => other.code === code))
      return { problem: `exit code ${code} is named twice`, key: codeText, misnamed: true };
    const isPercentage = typeof weightText === "string" && weightText.trim().endsWith("%");
    if (isPercentage) percentages += 1;
    const weight = Number(isPercentage ? weightText.trim().slice(0, -1) : weightText === "" ? Number.NaN : weightText);
    if (!(weight >= 0 && weight <= 1e9)) {
      return {
        problem: `${quote(String(weightText))} is not a chance; write a percentage such as 5%, or a weight`,
        key: codeText,
      };
    }
    found.push({ code, weight });
  }
  const total = found.reduce((sum, { weight }) => sum + weight, 0);
  if (percentages > 0 && percentages < found.length)
    return { problem: "mixes percentages and weights; use one of them" };
  if (percentages > 0 && Math.abs(total - 100) > PERCENT_TOLERANCE) {
    return { problem: `the chances add up to ${percent(total)}%, not to 100%${restHint(found, total)}` };
  }
  if (!(total > 0)) return { problem: "needs an exit code with a chance above 0" };
  return { value: choiceOf(found, total) };
}

/** What is missing to 100 % usually succeeds. */
function restHint(found: readonly { readonly code: number; readonly weight: number }[], total: number): string {
  if (total > 100 || found.some(({ code }) => code === 0)) return "";
  const written = found.map(({ code, weight }) => `${code}:${percent(weight)}%`);
  return `; if the rest succeeds, write ${[`0:${percent(100 - total)}%`, ...written].join(",")}`;
}

function percent(value: number): number {
  return Number(value.toFixed(3));
}

function choiceOf(found: { readonly code: number; readonly weight: number }[], total: number): ExitChoice {
  const possible = found.filter(({ weight }) => weight > 0).sort((a, b) => a.code - b.code);
  let sum = 0;
  const upTo = possible.map(({ weight }, i) => {
    sum += weight;
    return i === possible.length - 1 ? 1 : sum / total;
  });
  return { codes: possible.map(({ code }) => code), upTo };
}

/** Reads an exit code, 0 to 255; `undefined` if the text is none. */
export function parseExitCode(text: string): number | undefined {
  return /^\d{1,3}$/.test(text.trim()) && Number(text) <= MAX_EXIT_CODE ? Number(text) : undefined;
}
