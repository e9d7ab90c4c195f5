/** Splits a text that holds one JSON value behind the other, as `kubectl get -w -o json` prints them. */

import { parseTimestamp } from "../../api/timestamp.ts";

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
    try {
      const value: unknown = JSON.parse(text.slice(start, end));
      values.push(value);
    } catch (error) {
      const line = text.slice(0, start).split("\n").length;
      throw new JsonStreamError(`not JSON: ${error instanceof Error ? error.message : String(error)}`, line);
    }
    start = skipSpace(text, end);
  }
  return values;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\s,]/.test(text.charAt(at))) at++;
  return at;
}

/** Where the value that begins at `start` ends: behind its last bracket, or with the line. */
function endOfValue(text: string, start: number): number {
  const opening = text.charAt(start);
  if (opening !== "{" && opening !== "[") {
    const end = text.indexOf("\n", start);
    return end === -1 ? text.length : end;
  }
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') at = endOfString(text, at);
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
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

/** Milliseconds since 1970 of a timestamp, or nothing where it is absent or unreadable. */
export function instantOf(timestamp: unknown): number | undefined {
  if (typeof timestamp !== "string") return undefined;
  const ms = parseTimestamp(timestamp);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000) * 1000;
}
