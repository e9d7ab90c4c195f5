/** A moment of a run as people give it: a span from its start, a time of day, or a date and a time. */

import { type Checked, isFault } from "./checked.ts";
import { parseDuration } from "./duration.ts";

export type AskedTime =
  | { readonly kind: "span"; readonly ms: number }
  /** What a clock shows, in any zone; on any day if `date` is absent. */
  | { readonly kind: "wall"; readonly date?: string; readonly hour: number; readonly minute: number }
  | { readonly kind: "instant"; readonly instantMs: number };

const WALL = /^(?:(\d{4}-\d{2}-\d{2})[T ])?(\d{1,2}):(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads a moment.
 *
 * @param text `90m`, `02:00`, `2026-10-25 02:00`, or with a zone `2026-10-25T02:00Z`
 * @example
 * parseAskedTime("02:00"); // { value: { kind: "wall", hour: 2, minute: 0 } }
 */
export function parseAskedTime(text: string): Checked<AskedTime> {
  const [whole, date, hour, minute] = WALL.exec(text) ?? [];
  if (whole !== undefined && Number(hour) < 24 && Number(minute) < 60) {
    const clock = { hour: Number(hour), minute: Number(minute) };
    return { value: { kind: "wall", ...(date === undefined ? {} : { date }), ...clock } };
  }
  const instantMs = INSTANT.test(text) ? Date.parse(text.replace(" ", "T")) : Number.NaN;
  if (!Number.isNaN(instantMs)) return { value: { kind: "instant", instantMs } };
  const span = parseDuration(text);
  if (!isFault(span)) return { value: { kind: "span", ms: span.value } };
  return {
    problem: `${span.problem}; a moment may also be a time of day, 02:00, or a date and time, 2026-10-25T02:00Z`,
  };
}

/**
 * The virtual instant of a moment in UTC; for a time of day without a date, the last one before the end.
 *
 * @param epochMs the instant of virtual time 0, milliseconds since 1970
 * @param endMs the end of the run, virtual milliseconds
 */
export function virtualMsOf(asked: AskedTime, epochMs: number, endMs: number): number {
  switch (asked.kind) {
    case "span":
      return asked.ms;
    case "instant":
      return asked.instantMs - epochMs;
    case "wall": {
      const ofDay = (asked.hour * 60 + asked.minute) * 60_000;
      if (asked.date !== undefined) return Date.parse(`${asked.date}T00:00Z`) + ofDay - epochMs;
      const today = epochMs + endMs - ((epochMs + endMs) % DAY_MS) + ofDay - epochMs;
      return today <= endMs ? today : today - DAY_MS;
    }
  }
}

const DAY_MS = 86_400_000;
