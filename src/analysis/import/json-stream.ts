/** Reads a text that holds one JSON value after the other, as `kubectl get -w -o json` prints them. */

import { parseTimestamp } from "../../api/timestamp.ts";
import { jsonPlaces } from "../../scenario/json-values.ts";
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
  return jsonPlaces(text).map(({ start, end }): unknown => {
    if (end === undefined) throw new JsonStreamError(`nested more than ${MAX_DEPTH} levels deep`, lineOf(text, start));
    try {
      return JSON.parse(text.slice(start, end));
    } catch (error) {
      const message = `not JSON: ${error instanceof Error ? error.message : String(error)}`;
      throw new JsonStreamError(message, lineOf(text, start));
    }
  });
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

/** Milliseconds since 1970 of a timestamp, or nothing if it is absent or unreadable. */
export function instantOf(timestamp: unknown): number | undefined {
  if (typeof timestamp !== "string") return undefined;
  const ms = parseTimestamp(timestamp);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000) * 1000;
}
