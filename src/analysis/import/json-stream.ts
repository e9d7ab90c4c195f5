/** Splits a text that holds one JSON value behind the other, as `kubectl get -w -o json` prints them. */

import { parseTimestamp } from "../../api/timestamp.ts";
import { MAX_DEPTH } from "../../scenario/yaml-values.ts";

/** A value that cannot be read. */
export class JsonStreamError extends Error {
  override readonly name = "JsonStreamError";
  /** From 1. */
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/**
 * Reads all values of a text.
 *
 * @throws JsonStreamError with the line in which the broken value begins
 * @example
 * const builder = new RecordingBuilder();
 * for (const value of readJsonStream(readFileSync("cluster.json", "utf8"))) builder.add(value);
 * const recording = builder.build();
 */
export function readJsonStream(text: string): unknown[] {
  const values: unknown[] = [];
  let start = skipSpace(text, 0);
  while (start < text.length) {
    const end = endOfValue(text, start);
    if (end === undefined) {
      throw new JsonStreamError(`nested more than ${MAX_DEPTH} levels deep`, lineOf(text, start));
    }
    try {
      const value: unknown = JSON.parse(text.slice(start, end));
      values.push(value);
    } catch (error) {
      const message = `not JSON: ${error instanceof Error ? error.message : String(error)}`;
      throw new JsonStreamError(message, lineOf(text, start));
    }
    start = skipSpace(text, end);
  }
  return values;
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\s,]/.test(text.charAt(at))) at++;
  return at;
}

/**
 * Where the value that begins at `start` ends: behind its last bracket, or with the line; nowhere if it is too deep.
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

/** Milliseconds since 1970 of a timestamp, or nothing if it is absent or unreadable. */
export function instantOf(timestamp: unknown): number | undefined {
  if (typeof timestamp !== "string") return undefined;
  const ms = parseTimestamp(timestamp);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000) * 1000;
}
