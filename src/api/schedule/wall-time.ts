/** Converts between instants and the wall clock of a zone, by the rules of Go's package time. */

import type { Zone } from "./zone.ts";

export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 0 (Sunday) to 6. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY_SECONDS = 86_400;
const DAYS_PER_WEEK = 7;
/** 1970 began on a Thursday. */
const FIRST_WEEKDAY = 4;

interface CalendarDay {
  readonly number: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The day of the last conversion: a search converts many times of one day. */
let lastDay: CalendarDay = { number: 0, year: 1970, month: 1, day: 1 };

/** The wall clock of a zone at an instant (seconds since 1970). */
export function wallAt(zone: Zone, second: number): WallTime {
  const local = second + zone.offsetAt(second);
  const number = Math.floor(local / DAY_SECONDS);
  if (number !== lastDay.number) lastDay = calendarDay(number);
  const { year, month, day } = lastDay;
  const ofDay = local - number * DAY_SECONDS;
  return {
    year,
    month,
    day,
    weekday: (((number + FIRST_WEEKDAY) % DAYS_PER_WEEK) + DAYS_PER_WEEK) % DAYS_PER_WEEK,
    hour: Math.floor(ofDay / 3600),
    minute: Math.floor(ofDay / 60) % 60,
    second: ofDay % 60,
  };
}

function calendarDay(number: number): CalendarDay {
  const date = new Date(number * DAY_SECONDS * 1000);
  return { number, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/**
 * The instant at which the wall clock of a zone shows a time. Out-of-range values carry over, such as day 32 into the
 * next month. In a gap or an overlap, Go's rule picks one of the two offsets.
 */
export function atWall(zone: Zone, { year, month, day, hour, minute, second }: WallTime): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const local = date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
  const offset = zone.offsetAt(local);
  if (offset === 0) return local;
  const guess = local - offset;
  const offsetThere = zone.offsetAt(guess);
  return offsetThere === offset ? guess : local - offsetThere;
}

export function startOfMonth(wall: WallTime): WallTime {
  return { ...startOfDay(wall), day: 1 };
}

export function startOfDay(wall: WallTime): WallTime {
  return { ...wall, hour: 0, minute: 0, second: 0 };
}

export function addMonths(wall: WallTime, months: number): WallTime {
  return { ...wall, month: wall.month + months };
}

export function addDays(wall: WallTime, days: number): WallTime {
  return { ...wall, day: wall.day + days };
}
