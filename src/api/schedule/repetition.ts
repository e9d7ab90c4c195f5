/** Whether the times of a schedule repeat after an hour, a day or a week. */

import type { ClockSchedule, Matches, Schedule } from "./schedule.ts";
import type { Zone } from "./zone.ts";

const SECONDS_PER_DAY = 86_400;

/** Periods after which schedules may repeat, shortest first. */
export const PERIODS = [
  { name: "hour", seconds: 3_600 },
  { name: "day", seconds: SECONDS_PER_DAY },
  { name: "week", seconds: 7 * SECONDS_PER_DAY },
] as const;
export type Period = (typeof PERIODS)[number];

/**
 * Whether a schedule shifted by a period is the same schedule.
 *
 * @param fromSecond start of the time span in which the offset of its zone must not change, seconds since 1970
 * @param untilSecond end of the span
 */
export function repeatsEvery(schedule: Schedule, period: Period, fromSecond: number, untilSecond: number): boolean {
  // A constant delay counts from the previous run, whenever that was.
  if (schedule.kind === "delay") return true;
  return isAlike(schedule, period) && keepsTime(schedule.zone, period, fromSecond, untilSecond);
}

/** Whether each hour, day or week of the calendar has the same times. */
function isAlike(schedule: ClockSchedule, { name }: Period): boolean {
  const { hours, daysOfMonth, daysOfWeek, bothDays, months } = schedule;
  if (!hasAll(months, 1)) return false;
  const [anyOfMonth, anyOfWeek] = [hasAll(daysOfMonth, 1), hasAll(daysOfWeek, 0)];
  const isEveryDay = bothDays ? anyOfMonth && anyOfWeek : anyOfMonth || anyOfWeek;
  switch (name) {
    case "hour":
      return isEveryDay && hasAll(hours, 0);
    case "day":
      return isEveryDay;
    case "week":
      return isEveryDay || anyOfMonth;
  }
}

function hasAll(matches: Matches, from: number): boolean {
  return matches.subarray(from).every((match) => match === 1);
}

/** Whether the clocks of a zone only change by whole periods; a zone has at most one change a day. */
function keepsTime(zone: Zone, { seconds }: Period, fromSecond: number, untilSecond: number): boolean {
  const offset = zone.offsetAt(fromSecond);
  const firstDay = Math.floor(fromSecond / SECONDS_PER_DAY);
  for (let day = firstDay; day <= untilSecond / SECONDS_PER_DAY + 1; day++) {
    if ((zone.offsetAt(day * SECONDS_PER_DAY) - offset) % seconds !== 0) return false;
  }
  return true;
}
