/**
 * Parses the schedule of a CronJob exactly as robfig/cron v3 does (`ParseStandard`), with its error messages.
 *
 * Rules: semantics 14, section 6.
 */

import { type Bounds, type ParsedField, parseField, ScheduleProblem } from "./field.ts";
import { parseGoDuration } from "./go-duration.ts";
import type { Schedule } from "./schedule.ts";
import { loadZone, UTC, type Zone, zoneProblem } from "./zone.ts";

/** A schedule, or the error message of the parser. */
export type ParsedSchedule = { readonly schedule: Schedule } | { readonly problem: string };

function named(names: string, from: number): ReadonlyMap<string, number> {
  return new Map(names.split(" ").map((name, at) => [name, from + at]));
}

const MINUTES: Bounds = { min: 0, max: 59 };
const HOURS: Bounds = { min: 0, max: 23 };
const DAYS_OF_MONTH: Bounds = { min: 1, max: 31 };
const MONTHS: Bounds = { min: 1, max: 12, names: named("jan feb mar apr may jun jul aug sep oct nov dec", 1) };
const DAYS_OF_WEEK: Bounds = { min: 0, max: 6, names: named("sun mon tue wed thu fri sat", 0) };
const FIELDS = 5;

const DESCRIPTORS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const EVERY = "@every ";
const NANOSECONDS = 1_000_000_000n;

/** White space as defined by Go. */
const SPACE = "[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const SPACES = new RegExp(`${SPACE}+`);
const OUTER_SPACES = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");

const known = new Map<string, ParsedSchedule>();
/** Enough for any run; a long-lived server must not cache every schedule that it was ever sent. */
const MOST_KNOWN = 4096;

/**
 * Parses a schedule.
 *
 * @param timeZone the zone of its times; UTC, the zone of the controller, if absent
 */
export function parseSchedule(text: string, timeZone?: string): ParsedSchedule {
  const spec = timeZone === undefined ? text : `TZ=${timeZone} ${text}`;
  const before = known.get(spec);
  if (before !== undefined) return before;
  const parsed = readSchedule(spec);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(spec, parsed);
  return parsed;
}

function readSchedule(spec: string): ParsedSchedule {
  try {
    return { schedule: parseStandard(spec) };
  } catch (error) {
    if (error instanceof ScheduleProblem) return { problem: error.message };
    throw error;
  }
}

function parseStandard(spec: string): Schedule {
  if (spec === "") throw new ScheduleProblem("empty spec string");
  const { zone, rest } = takeZone(spec);
  if (rest.startsWith("@")) return parseDescriptor(rest, zone);
  return parseFields(rest, zone);
}

/** A prefix `TZ=…` or `CRON_TZ=…` names the zone. */
function takeZone(spec: string): { readonly zone: Zone; readonly rest: string } {
  if (!/^(CRON_)?TZ=/.test(spec)) return { zone: UTC, rest: spec };
  const space = spec.indexOf(" ");
  // The real parser panics here, and the API server answers 500.
  if (space === -1) throw new ScheduleProblem("a time zone and nothing else");
  const name = spec.slice(spec.indexOf("=") + 1, space);
  const zone = loadZone(name);
  if (zone === undefined) throw new ScheduleProblem(`provided bad location ${name}: ${zoneProblem(name)}`);
  return { zone, rest: spec.slice(space).replaceAll(OUTER_SPACES, "") };
}

function parseDescriptor(descriptor: string, zone: Zone): Schedule {
  const fields = Object.hasOwn(DESCRIPTORS, descriptor) ? DESCRIPTORS[descriptor] : undefined;
  if (fields !== undefined) return parseFields(fields, zone);
  if (!descriptor.startsWith(EVERY)) throw new ScheduleProblem(`unrecognized descriptor: ${descriptor}`);
  const duration = parseGoDuration(descriptor.slice(EVERY.length));
  if ("problem" in duration) throw new ScheduleProblem(`failed to parse duration ${descriptor}: ${duration.problem}`);
  const seconds = duration.nanoseconds / NANOSECONDS;
  return { kind: "delay", delaySeconds: seconds < 1n ? 1 : Number(seconds) };
}

function parseFields(text: string, zone: Zone): Schedule {
  const fields = text.split(SPACES).filter((field) => field !== "");
  if (fields.length !== FIELDS) {
    throw new ScheduleProblem(`expected exactly ${FIELDS} fields, found ${fields.length}: [${fields.join(" ")}]`);
  }
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = ""] = fields;
  const minutes = parseField(minute, MINUTES);
  const hours = parseField(hour, HOURS);
  const daysOfMonth = parseField(dayOfMonth, DAYS_OF_MONTH);
  const months = parseField(month, MONTHS);
  const daysOfWeek = parseField(dayOfWeek, DAYS_OF_WEEK);
  return clockSchedule({ minutes, hours, daysOfMonth, months, daysOfWeek }, zone);
}

function clockSchedule(
  fields: Readonly<Record<"minutes" | "hours" | "daysOfMonth" | "months" | "daysOfWeek", ParsedField>>,
  zone: Zone,
): Schedule {
  const { minutes, hours, daysOfMonth, months, daysOfWeek } = fields;
  return {
    kind: "clock",
    minutes: minutes.matches,
    hours: hours.matches,
    daysOfMonth: daysOfMonth.matches,
    months: months.matches,
    daysOfWeek: daysOfWeek.matches,
    bothDays: daysOfMonth.star || daysOfWeek.star,
    zone,
  };
}
