/** Spans of time as people write them: `90s`, `1h30m`, `250ms`, or a plain number of seconds. */

import { quote } from "../api/quote.ts";
import { MAX_DURATION_MS } from "../engine/distribution.ts";
import type { Checked } from "./checked.ts";

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Matches every well-formed duration that is written as text; numbers without a unit are not text in YAML. */
export const DURATION_PATTERN = /^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/;

/** What a duration looks like, for messages. */
export const DURATION_HINT = "a time such as 250ms, 90s, 1h30m or 2d, or a number of seconds";

/**
 * Reads a duration.
 *
 * @param input text with units (`ms`, `s`, `m`, `h`, `d`, also combined), or a number of seconds, 0 or more
 * @returns whole milliseconds, 0 to `MAX_DURATION_MS`, or what is wrong
 * @example
 * parseDuration("1h30m"); // { value: 5400000 }
 * parseDuration(2.5); // { value: 2500 }
 */
export function parseDuration(input: string | number): Checked<number> {
  if (typeof input === "number") return inRange(input * 1_000, `${input}`);
  const text = input.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return inRange(Number(text) * 1_000, text);
  if (!DURATION_PATTERN.test(text)) return { problem: durationProblem(input) };
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g)) {
    total += Number(amount) * (UNIT_MS[unit ?? ""] ?? Number.NaN);
  }
  return inRange(total, text);
}

/** Says why a text is not a duration, for example `"5 minutes" is not a time: …`. */
export function durationProblem(text: string): string {
  if (/^\s*[-−]/.test(text)) return `${quote(text)} is negative; a time is 0 or more`;
  const unit = /^\s*\d+(?:\.\d+)?\s*([a-zµ]+)\s*$/i.exec(text)?.[1];
  if (unit !== undefined && UNIT_MS[unit] === undefined) {
    const meant = Object.keys(UNIT_MS).find((known) => known.length === 1 && unit.toLowerCase().startsWith(known));
    const spelling = /^(ms|milli)/i.test(unit) ? "ms" : /^(us|µs|micro|ns|nano)/i.test(unit) ? undefined : meant;
    const advice =
      spelling === undefined ? "the units are ms, s, m, h and d" : `write "${parseFloat(text)}${spelling}"`;
    return `${quote(text)} has the unknown unit ${quote(unit)}; ${advice}`;
  }
  return `${quote(text)} is not a time; write ${DURATION_HINT}`;
}

/**
 * Prints whole milliseconds in the largest units that are exact.
 *
 * @param ms 0 or more
 * @example
 * formatDuration(90_000); // "1m30s"
 */
export function formatDuration(ms: number): string {
  let rest = Math.round(ms);
  let text = "";
  for (const [unit, size] of Object.entries(UNIT_MS)) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text === "" ? "0s" : text;
}

function inRange(ms: number, text: string): Checked<number> {
  if (Number.isNaN(ms)) return { problem: `${quote(text)} is not a time; write ${DURATION_HINT}` };
  if (ms < 0) return { problem: `${text} is negative; a time is 0 or more` };
  if (ms > MAX_DURATION_MS)
    return { problem: `${text.slice(0, 30)} is longer than the longest time, ${MAX_DURATION_MS / 86_400_000}d` };
  return { value: Math.round(ms) };
}
