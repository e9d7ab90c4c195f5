/** What is wrong with a value that somebody wrote, in the same words wherever it was written. */

import { nearest } from "./nearest.ts";
import { quote } from "./quote.ts";

/**
 * A value as a message names it.
 *
 * @example
 * describeValue("30s"); // the text "30s"
 */
export function describeValue(input: unknown): string {
  if (input === undefined || input === null) return "empty";
  if (Array.isArray(input)) return "a list";
  if (typeof input === "function") return "a function";
  if (typeof input === "object") return "a map";
  return typeof input === "string" ? `the text ${quote(input)}` : String(input);
}

/** A value that is none of those that are known, or is missing. */
export function mustBeOneOf(known: readonly string[], given: unknown): string {
  const names = known.join(", ");
  if (given === undefined) return `is missing; one of ${names}`;
  const meant = typeof given === "string" ? nearest(given, known) : undefined;
  const must = known.length === 1 ? `must be ${names}` : `must be one of ${names}`;
  return `${must}, not ${describeValue(given)}${meant === undefined ? "" : `; did you mean "${meant}"?`}`;
}

/** @param meant the key that was probably meant, if one is near */
export function unknownKeyText(known: readonly string[], meant: string | undefined): string {
  return `unknown key; ${meant === undefined ? `known are ${known.join(", ")}` : `did you mean "${meant}"?`}`;
}
