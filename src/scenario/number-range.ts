/** Numbers that an expectation accepts: `7`, `<= 7`, `> 0`, `5..8`. */

import { quote } from "../api/quote.ts";
import type { Checked } from "./checked.ts";

/** The range that a number must be in. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** The bounds themselves are not in the range. */
  readonly open?: true;
}

export const NUMBER_RANGE_HINT = 'a number, or text such as "<= 7", "> 0" or "5..8"';

const NUMBER = String.raw`\d+(?:\.\d+)?`;
const COMPARISON = new RegExp(String.raw`^\s*(<=|>=|<|>|=)\s*(${NUMBER})\s*$`);
const BETWEEN = new RegExp(String.raw`^\s*(${NUMBER})\s*\.\.\s*(${NUMBER})\s*$`);
const ALONE = new RegExp(String.raw`^\s*${NUMBER}\s*$`);

/**
 * Reads a range of numbers, 0 or more.
 *
 * @example
 * parseNumberRange("<= 7"); // { value: { min: 0, max: 7 } }
 */
export function parseNumberRange(input: number | string): Checked<NumberRange> {
  if (typeof input === "number") return { value: { min: input, max: input } };
  if (ALONE.test(input)) return { value: { min: Number(input), max: Number(input) } };
  const [, low, high] = BETWEEN.exec(input) ?? [];
  if (low !== undefined && high !== undefined) {
    if (Number(low) > Number(high)) return { problem: `${quote(input)} is empty; write ${high}..${low}` };
    return { value: { min: Number(low), max: Number(high) } };
  }
  const [, sign, text] = COMPARISON.exec(input) ?? [];
  const bound = Number(text);
  switch (sign) {
    case "=":
      return { value: { min: bound, max: bound } };
    case "<=":
      return { value: { min: 0, max: bound } };
    case ">=":
      return { value: { min: bound, max: Number.POSITIVE_INFINITY } };
    case "<":
      if (bound === 0) return { problem: `${quote(input)} is empty; counts are 0 or more` };
      return { value: { min: -1, max: bound, open: true } };
    case ">":
      return { value: { min: bound, max: Number.POSITIVE_INFINITY, open: true } };
    default:
      return { problem: `${quote(input)} is not a range; write ${NUMBER_RANGE_HINT}` };
  }
}

/** Whether a number is in a range. */
export function isInRange(value: number, { min, max, open }: NumberRange): boolean {
  return open === true ? value > min && value < max : value >= min && value <= max;
}

/** Prints a range as it may be written. */
export function formatNumberRange({ min, max, open }: NumberRange): string {
  if (min === max) return String(min);
  if (max === Number.POSITIVE_INFINITY) return `${open === true ? ">" : ">="} ${min}`;
  if (min <= 0) return `${open === true ? "<" : "<="} ${max}`;
  return `${min}..${max}`;
}
