/**
 * Strict parsing of index lists in API validation. Unlike in the controller's lenient parsing, every index must be in
 * range and the list must ascend.
 */
import { type IndexInterval, parseGoInteger } from "../index-set.ts";
import { quote } from "./values.ts";

/** The intervals of a valid list, or Kubernetes' error message. */
export type IndexListResult =
  | { readonly ok: true; readonly intervals: readonly IndexInterval[] }
  | { readonly ok: false; readonly message: string };

const EMPTY: IndexListResult = { ok: true, intervals: [] };

/**
 * Validates the format of an index list (batch validation, `validateIndexesFormat`).
 *
 * @param text the list, for example `"0,2-4"`; empty is valid
 * @param completions the bound that every index must stay below
 */
export function parseIndexList(text: string, completions: number): IndexListResult {
  if (text === "") return EMPTY;
  const intervals = scanPlainList(text, completions);
  return intervals === undefined ? parsePieces(text, completions) : { ok: true, intervals };
}

/** The number of indexes in a valid list. */
export function countIndexes(intervals: readonly IndexInterval[]): number {
  return intervals.reduce((count, { first, last }) => count + last - first + 1, 0);
}

/**
 * The intervals of a list for comparison with another one: for an invalid list, the parts that are valid by themselves,
 * because its errors are reported elsewhere.
 */
export function intervalsOf(result: IndexListResult, text: string, completions: number): readonly IndexInterval[] {
  if (result.ok) return result.intervals;
  return text
    .split(",")
    .map((piece) => parseInterval(piece, completions))
    .filter((interval) => typeof interval !== "string");
}

/** The first index at which two lists of intervals overlap, walking both in ascending order. */
export function firstOverlap(left: readonly IndexInterval[], right: readonly IndexInterval[]): number | undefined {
  let leftPosition = 0;
  let rightPosition = 0;
  for (;;) {
    const a = left[leftPosition];
    const b = right[rightPosition];
    if (a === undefined || b === undefined) return undefined;
    if (a.first <= b.last && b.first <= a.last) return Math.max(a.first, b.first);
    if (a.first <= b.first) leftPosition += 1;
    else rightPosition += 1;
  }
}

const COMMA = 44;
const DASH = 45;
const ZERO = 48;
const NINE = 57;

/**
 * Parses a list of digits, commas and dashes in one pass, without splitting the text; `undefined` for any other list.
 * Lists of large Jobs are long, and nearly all have this form.
 */
function scanPlainList(text: string, completions: number): IndexInterval[] | undefined {
  const intervals: IndexInterval[] = [];
  let first = -1;
  let value = -1;
  let previous = -1;
  for (let i = 0; i <= text.length; i++) {
    const char = i === text.length ? COMMA : text.charCodeAt(i);
    if (char >= ZERO && char <= NINE) {
      value = (value < 0 ? 0 : value * 10) + char - ZERO;
      if (value >= completions) return undefined;
    } else if (char === DASH) {
      if (first >= 0 || value < 0) return undefined;
      first = value;
      value = -1;
    } else if (char === COMMA) {
      const start = first < 0 ? value : first;
      if (start <= previous || value < start || (first >= 0 && first === value)) return undefined;
      intervals.push({ first: start, last: value });
      previous = value;
      first = -1;
      value = -1;
    } else return undefined;
  }
  return intervals;
}

function parsePieces(text: string, completions: number): IndexListResult {
  const intervals: IndexInterval[] = [];
  let previous = -1;
  for (const piece of text.split(",")) {
    const interval = parseInterval(piece, completions);
    if (typeof interval === "string") return { ok: false, message: interval };
    if (previous >= interval.first) return { ok: false, message: nonIncreasing(previous, interval.first) };
    intervals.push(interval);
    previous = interval.last;
  }
  return { ok: true, intervals };
}

/** Parses one part of a list; returns the message if it is invalid. */
function parseInterval(piece: string, completions: number): IndexInterval | string {
  const [firstText = "", lastText, ...more] = piece.split("-");
  if (more.length > 0) {
    return `the fragment ${quote(piece)} violates the requirement that an index interval can have at most two parts separated by '-'`;
  }
  const first = parseBound(firstText, completions);
  if (typeof first === "string") return first;
  if (lastText === undefined) return { first, last: first };
  const last = parseBound(lastText, completions);
  if (typeof last === "string") return last;
  return first >= last ? nonIncreasing(first, last) : { first, last };
}

function parseBound(text: string, completions: number): number | string {
  const index = parseGoInteger(text);
  if (index === undefined) return `cannot convert string to integer for index: ${quote(text)}`;
  return index >= completions ? `too large index: ${quote(text)}` : index;
}

function nonIncreasing(previous: number, current: number): string {
  return `non-increasing order, previous: ${previous}, current: ${current}`;
}
