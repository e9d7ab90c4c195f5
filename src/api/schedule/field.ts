/** One of the five fields of a schedule, with the error messages of robfig/cron v3. */

import { quote } from "../validation/values.ts";

/** The range of values of a field. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: ReadonlyMap<string, number>;
}

/** A parsed field. */
export interface ParsedField {
  /** `1` at the index of each value that matches. */
  readonly matches: Uint8Array;
  /** Whether an entry of the field is a star or `?`, possibly with a step of 1. */
  readonly star: boolean;
}

/** An invalid schedule, with the message of robfig/cron. */
export class ScheduleProblem extends Error {
  override readonly name = "ScheduleProblem";
}

const MOST_INT64 = 2n ** 63n - 1n;

/**
 * Parses a field: entries separated by commas, each a value, a range or a star, with an optional step.
 *
 * @throws ScheduleProblem
 */
export function parseField(text: string, bounds: Bounds): ParsedField {
  const matches = new Uint8Array(bounds.max + 1);
  let star = false;
  // Empty entries are skipped, as Go's FieldsFunc does.
  for (const entry of text.split(",").filter((part) => part !== "")) {
    const range = parseRange(entry, bounds);
    star ||= range.star;
    for (let value = range.start; value <= range.end; value += range.step) matches[Number(value)] = 1;
  }
  return { matches, star };
}

interface Range {
  readonly start: bigint;
  readonly end: bigint;
  readonly step: bigint;
  readonly star: boolean;
}

function parseRange(entry: string, bounds: Bounds): Range {
  const [range = "", stepText, ...furtherSteps] = entry.split("/");
  const { isStar, isSingle, ...ends } = parseEnds(range, entry, bounds);
  const step = stepText === undefined || furtherSteps.length > 0 ? 1n : parseNumber(stepText);
  if (furtherSteps.length > 0) throw new ScheduleProblem(`too many slashes: ${entry}`);
  const { start } = ends;
  // A single value with a step extends to the maximum.
  const end = stepText !== undefined && isSingle ? BigInt(bounds.max) : ends.end;
  if (start < bounds.min) problem(`beginning of range (${start}) below minimum (${bounds.min})`, entry);
  if (end > bounds.max) problem(`end of range (${end}) above maximum (${bounds.max})`, entry);
  if (start > end) problem(`beginning of range (${start}) beyond end of range (${end})`, entry);
  if (step === 0n) problem("step of range should be a positive number", entry);
  return { start, end, step, star: isStar && step === 1n };
}

function parseEnds(range: string, entry: string, { min, max, names }: Bounds) {
  const [low = "", high, ...further] = range.split("-");
  const isSingle = high === undefined;
  if (low === "*" || low === "?") return { start: BigInt(min), end: BigInt(max), isStar: true, isSingle };
  const start = parseValue(low, names);
  if (further.length > 0) throw new ScheduleProblem(`too many hyphens: ${entry}`);
  return { start, end: high === undefined ? start : parseValue(high, names), isStar: false, isSingle };
}

function parseValue(text: string, names: Bounds["names"]): bigint {
  const named = names?.get(text.toLowerCase());
  return named === undefined ? parseNumber(text) : BigInt(named);
}

function parseNumber(text: string): bigint {
  const failed = `failed to parse int from ${text}: strconv.Atoi: parsing ${quote(text)}`;
  if (!/^[-+]?[0-9]+$/.test(text)) throw new ScheduleProblem(`${failed}: invalid syntax`);
  const value = BigInt(text.replace("+", ""));
  if (value > MOST_INT64 || value < -MOST_INT64 - 1n) throw new ScheduleProblem(`${failed}: value out of range`);
  if (value < 0n) problem(`negative number (${value}) not allowed`, text);
  return value;
}

function problem(words: string, text: string): never {
  throw new ScheduleProblem(`${words}: ${text}`);
}
