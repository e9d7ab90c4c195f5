/**
 * The next time of a schedule, with the same search as robfig/cron (`SpecSchedule.Next`, `ConstantDelaySchedule.Next`).
 *
 * A table of matching times would not do: what happens to times in a gap or an overlap of daylight saving time depends
 * on which steps of the search use the wall clock and which use real time (semantics 14, section 6).
 */

import { oncePerObject } from "../once-per-object.ts";
import type { ClockSchedule, Schedule } from "./schedule.ts";
import { addDays, addMonths, atWall, startOfDay, startOfMonth, type WallTime, wallAt } from "./wall-time.ts";

/** The next time of a schedule that never fires, in milliseconds since 1970: the beginning of year 1. */
export const NO_TIME_MS = -62_135_596_800_000;
/** How many years ahead the search looks. */
const YEARS_AHEAD = 5;
const NOON = 12;
const HOURS_PER_DAY = 24;
const HOUR_SECONDS = 3600;
const MINUTE_SECONDS = 60;

/**
 * Returns the first time of a schedule after an instant.
 *
 * @param afterMs milliseconds since 1970
 * @returns a whole second in milliseconds since 1970; `NO_TIME_MS` if there is none within five years
 */
export function nextTimeMs(schedule: Schedule, afterMs: number): number {
  const second = Math.floor(afterMs / 1000);
  if (schedule.kind === "delay") return (second + schedule.delaySeconds) * 1000;
  const answers = answersOf(schedule);
  const known = answers.find((answer) => answer.second === second);
  if (known !== undefined) return known.nextMs;
  const found = searchFrom(schedule, second + 1);
  const nextMs = found === undefined ? NO_TIME_MS : found * 1000;
  answers.unshift({ second, nextMs });
  if (answers.length > MOST_ANSWERS) answers.pop();
  return nextMs;
}

interface KnownAnswer {
  readonly second: number;
  readonly nextMs: number;
}

/** Caches the last answers, since the syncs around a run ask for the same times. */
const answersOf = oncePerObject((_schedule: ClockSchedule): KnownAnswer[] => []);
const MOST_ANSWERS = 4;

function searchFrom(schedule: ClockSchedule, firstSecond: number): number | undefined {
  const search = new Search(schedule, firstSecond);
  const lastYear = search.wall.year + YEARS_AHEAD;
  while (search.wall.year <= lastYear) {
    if (search.fitMonth() && search.fitDay() && search.fitHour() && search.fitMinute()) return search.second;
  }
  return undefined;
}

/** The state of a search. Each stage returns whether it finished without wrapping into the next larger unit. */
class Search {
  readonly #schedule: ClockSchedule;
  second: number;
  wall: WallTime;
  /** Whether nothing has moved yet: the first move goes to the beginning of its unit before it steps. */
  #fresh = true;

  constructor(schedule: ClockSchedule, second: number) {
    this.#schedule = schedule;
    this.second = second;
    this.wall = wallAt(schedule.zone, second);
  }

  fitMonth(): boolean {
    while (this.#schedule.months[this.wall.month] !== 1) {
      this.#begin(startOfMonth);
      this.#go(atWall(this.#schedule.zone, addMonths(this.wall, 1)));
      if (this.wall.month === 1) return false;
    }
    return true;
  }

  fitDay(): boolean {
    while (!this.#dayMatches()) {
      this.#begin(startOfDay);
      this.#go(atWall(this.#schedule.zone, addDays(this.wall, 1)));
      const { hour } = this.wall;
      // A day without a midnight, or with two.
      if (hour !== 0) this.#go(this.second + (hour > NOON ? HOURS_PER_DAY - hour : -hour) * HOUR_SECONDS);
      if (this.wall.day === 1) return false;
    }
    return true;
  }

  fitHour(): boolean {
    while (this.#schedule.hours[this.wall.hour] !== 1) {
      this.#begin((wall) => ({ ...wall, minute: 0, second: 0 }));
      this.#go(this.second + HOUR_SECONDS);
      if (this.wall.hour === 0) return false;
    }
    return true;
  }

  fitMinute(): boolean {
    while (this.#schedule.minutes[this.wall.minute] !== 1) {
      this.#beginMinute();
      this.#go(this.second + MINUTE_SECONDS);
      if (this.wall.minute === 0) return false;
    }
    return this.#fitSecond();
  }

  /** Schedules fire at full minutes: any other second moves on to the next minute, which counts as a wrap. */
  #fitSecond(): boolean {
    if (this.wall.second === 0) return true;
    this.#fresh = false;
    this.#go(this.second + MINUTE_SECONDS - this.wall.second);
    return false;
  }

  #dayMatches(): boolean {
    const { daysOfMonth, daysOfWeek, bothDays } = this.#schedule;
    const [ofMonth, ofWeek] = [daysOfMonth[this.wall.day] === 1, daysOfWeek[this.wall.weekday] === 1];
    return bothDays ? ofMonth && ofWeek : ofMonth || ofWeek;
  }

  #begin(start: (wall: WallTime) => WallTime): void {
    if (!this.#fresh) return;
    this.#fresh = false;
    this.#go(atWall(this.#schedule.zone, start(this.wall)));
  }

  /** Unlike the larger units, minutes are truncated in real time. */
  #beginMinute(): void {
    if (!this.#fresh) return;
    this.#fresh = false;
    this.#go(Math.floor(this.second / MINUTE_SECONDS) * MINUTE_SECONDS);
  }

  #go(second: number): void {
    this.second = second;
    this.wall = wallAt(this.#schedule.zone, second);
  }
}
