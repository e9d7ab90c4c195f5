/** Timestamps of the API: RFC 3339 in UTC with whole seconds, truncated. */

import type { Timestamp } from "./types.ts";

const SECONDS_PER_DAY = 86_400;
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));

// Thousands of pods change in the same second, so the last conversion is nearly always the wanted one; of the others,
// nearly all are on the same day.
let lastSecond = Number.NaN;
let lastText = "";
let lastDay = Number.NaN;
let lastDate = "";

/** Formats an instant (milliseconds since 1970), truncated to seconds. */
export function formatTimestamp(instantMs: number): Timestamp {
  const second = Math.floor(instantMs / 1000);
  if (second !== lastSecond) {
    const day = Math.floor(second / SECONDS_PER_DAY);
    if (day !== lastDay) {
      lastDate = new Date(day * SECONDS_PER_DAY * 1000).toISOString().slice(0, -"00:00:00.000Z".length);
      lastDay = day;
    }
    lastText = `${lastDate}${clockTime(second - day * SECONDS_PER_DAY)}Z`;
    lastSecond = second;
  }
  return lastText;
}

/**
 * Formats an instant (milliseconds since 1970) with microseconds, as Leases have their times.
 *
 * @example
 * formatMicroTime(0); // "1970-01-01T00:00:00.000000Z"
 */
export function formatMicroTime(instantMs: number): Timestamp {
  return new Date(instantMs).toISOString().replace("Z", "000Z");
}

function clockTime(secondOfDay: number): string {
  const hours = TWO_DIGITS[Math.floor(secondOfDay / 3600)];
  const minutes = TWO_DIGITS[Math.floor(secondOfDay / 60) % 60];
  return `${hours}:${minutes}:${TWO_DIGITS[secondOfDay % 60]}`;
}

let lastParsed = "";
let lastInstantMs = Number.NaN;

/** Parses a timestamp to milliseconds since 1970; `NaN` if it is invalid. */
export function parseTimestamp(text: Timestamp): number {
  if (text !== lastParsed) {
    lastInstantMs = Date.parse(text);
    lastParsed = text;
  }
  return lastInstantMs;
}
