/** Daylight saving changes of a zone, and the scheduled times that they affect. */

import type { ClockSchedule } from "../../api/schedule/schedule.ts";
import { wallAt } from "../../api/schedule/wall-time.ts";
import { UTC, type Zone } from "../../api/schedule/zone.ts";

const DAY_SECONDS = 86_400;
/** A year has both changes. */
export const YEAR_MS = 366 * DAY_SECONDS * 1000;

/** Local times that do not occur, or occur twice, as seconds since 1970 on a UTC clock that shows them. */
export interface ClockChange {
  readonly kind: "gap" | "overlap";
  readonly atSecond: number;
  readonly fromSecond: number;
  readonly untilSecond: number;
}

/** The changes from an instant to another, milliseconds since 1970. */
export function clockChanges(zone: Zone, fromMs: number, untilMs: number): readonly ClockChange[] {
  const changes: ClockChange[] = [];
  const last = Math.floor(untilMs / 1000);
  for (let start = Math.floor(fromMs / 1000); start < last; start += DAY_SECONDS) {
    const end = Math.min(start + DAY_SECONDS, last);
    const [before, after] = [zone.offsetAt(start), zone.offsetAt(end)];
    if (before === after) continue;
    const atSecond = changeBetween(zone, start, end);
    const kind = after > before ? "gap" : "overlap";
    const [fromSecond, untilSecond] = [atSecond + Math.min(before, after), atSecond + Math.max(before, after)];
    changes.push({ kind, atSecond, fromSecond, untilSecond });
  }
  return changes;
}

function changeBetween(zone: Zone, start: number, end: number): number {
  const before = zone.offsetAt(start);
  let [low, high] = [start, end];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** The local times of a schedule that a change affects, such as `2026-03-29 02:30`. */
export function timesWithin(schedule: ClockSchedule, { fromSecond, untilSecond }: ClockChange): readonly string[] {
  const found: string[] = [];
  for (let second = fromSecond; second < untilSecond; second += 60) {
    const { month, day, weekday, hour, minute } = wallAt(UTC, second);
    const [ofMonth, ofWeek] = [schedule.daysOfMonth[day] === 1, schedule.daysOfWeek[weekday] === 1];
    const dayMatches = schedule.bothDays ? ofMonth && ofWeek : ofMonth || ofWeek;
    if (!dayMatches || schedule.months[month] !== 1) continue;
    if (schedule.hours[hour] !== 1 || schedule.minutes[minute] !== 1) continue;
    found.push(new Date(second * 1000).toISOString().slice(0, 16).replace("T", " "));
  }
  return found;
}
