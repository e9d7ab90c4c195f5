/** Texts that hold one JSON value after the other, as `kubectl get -w -o json` prints them. */

import { MAX_DEPTH } from "./yaml-values.ts";

/** Position of a value in its text: offsets in UTF-16 units, the end exclusive. */
export interface JsonPlace {
  readonly start: number;
  /** Absent for a value that is nested too deep. */
  readonly end?: number;
}

/**
 * Finds the values of a text by their brackets, without reading them; after one that is too deep it stops.
 *
 * @example
 * jsonPlaces('{"a": 1} {"b": 2}'); // two places
 */
export function jsonPlaces(text: string): readonly JsonPlace[] {
  const places: JsonPlace[] = [];
  for (let start = skipSpace(text, 0); start < text.length; ) {
    const end = endOfValue(text, start);
    if (end === undefined) return [...places, { start }];
    places.push({ start, end });
    start = skipSpace(text, end);
  }
  return places;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\s,]/.test(text.charAt(at))) at++;
  return at;
}

/**
 * Position where the value that begins at `start` ends: after its last bracket, or with the line; nothing if it is too
 * deep.
 */
function endOfValue(text: string, start: number): number | undefined {
  const opening = text.charAt(start);
  if (opening !== "{" && opening !== "[") {
    const end = text.indexOf("\n", start);
    return end === -1 ? text.length : end;
  }
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') at = endOfString(text, at);
    else if (character === "{" || character === "[") {
      if (++depth > MAX_DEPTH) return undefined;
    } else if (character === "}" || character === "]") {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** Position of the quote that closes a string. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === "\\" ? 2 : 1;
  return at;
}
