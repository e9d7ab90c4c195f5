/** Instants as the API keeps them: RFC 3339 in UTC with whole seconds, sub-seconds cut off. */

import type { Timestamp } from "./types.ts";

// Thousands of pods change in the same second, so the last conversion is nearly always the wanted one.
let lastSecond = Number.NaN;
let lastText = "";

/** Prints an instant (milliseconds since 1970) with whole seconds, cut off and not rounded. */
export function formatTimestamp(instantMs: number): Timestamp {
  const second = Math.floor(instantMs / 1000);
  if (second !== lastSecond) {
    lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
    lastSecond = second;
  }
  return lastText;
}

let lastParsed = "";
let lastInstantMs = Number.NaN;

/** Reads a timestamp into milliseconds since 1970; `NaN` where the text is none. */
export function parseTimestamp(text: Timestamp): number {
  if (text !== lastParsed) {
    lastInstantMs = Date.parse(text);
    lastParsed = text;
  }
  return lastInstantMs;
}
