/** Lists of indexes, attempts and ordinals in rules: `3`, `[0, 3]`, `"0,3-5"`, and `"2-"` for 2 and all above. */

import { quote } from "../api/quote.ts";
import type { NumberSpan } from "../kubelet/behaviour/rules.ts";
import type { Checked } from "./checked.ts";

/** Highest index: Kubernetes counts completions in 32 bits. */
const MAX_INDEX = 2 ** 31 - 1;

/** Matches the text form; the order and size of the numbers is checked by `parseIndexList`. */
export const INDEX_LIST_PATTERN = /^\s*\d+(?:\s*-(?:\s*\d+)?)?(?:\s*,\s*\d+(?:\s*-(?:\s*\d+)?)?)*\s*$/;

/**
 * Reads an index list.
 *
 * @param input one number, a list of numbers, or text such as `"0,3-5"` or `"2-"`; each 0 to 2147483647
 * @returns the ranges in the order they were written, or what is wrong
 * @example
 * parseIndexList("0,3-5"); // { value: [{ first: 0, last: 0 }, { first: 3, last: 5 }] }
 */
export function parseIndexList(input: number | string | readonly number[]): Checked<readonly NumberSpan[]> {
  if (typeof input === "string") return parseText(input);
  const numbers = typeof input === "number" ? [input] : input;
  if (numbers.length === 0) return { problem: "needs at least one number" };
  for (const [i, number] of numbers.entries()) {
    if (!Number.isInteger(number) || number < 0 || number > MAX_INDEX) {
      const problem = `${number} is not a whole number from 0 to ${MAX_INDEX}`;
      return typeof input === "number" ? { problem } : { problem, key: i };
    }
  }
  return { value: numbers.map((number) => ({ first: number, last: number })) };
}

function parseText(text: string): Checked<readonly NumberSpan[]> {
  if (!INDEX_LIST_PATTERN.test(text)) return { problem: indexListProblem(text) };
  const ranges: NumberSpan[] = [];
  for (const piece of text.split(",")) {
    const [firstText = "", lastText] = piece.split("-").map((part) => part.trim());
    const first = Number(firstText);
    const last = lastText === undefined ? first : lastText === "" ? undefined : Number(lastText);
    const highest = last ?? first;
    if (Math.max(first, highest) > MAX_INDEX) return { problem: `${highest} is above the highest index, ${MAX_INDEX}` };
    if (highest < first) return { problem: `the range ${quote(piece.trim())} ends below its start` };
    ranges.push(last === undefined ? { first } : { first, last });
  }
  return { value: ranges };
}

/** Says what an index list looks like. */
export function indexListProblem(text: string): string {
  return `${quote(text)} is not an index list; write a number, "0,3-5", or "2-" for 2 and all above`;
}
