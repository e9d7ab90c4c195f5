/**
 * Which start of a CronJob is due, and when the next one is (cronjob `utils.go`: `mostRecentScheduleTime`,
 * `nextScheduleTimeDuration`; semantics 14, section 6).
 */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import { nextTimeMs } from "../../api/schedule/next-time.ts";
import type { Schedule } from "../../api/schedule/schedule.ts";
import { parseTimestamp } from "../../api/timestamp.ts";
import type { CronJob, Timestamp } from "../../api/types.ts";
import { MANY_MISSED, NEXT_SCHEDULE_DELTA_MS } from "./constants.ts";

/** The starts of a CronJob as of an instant. All times are milliseconds since 1970. */
export interface DueStart {
  /** The start of the search. */
  readonly earliestMs: number;
  /** The most recent start that is due. */
  readonly mostRecentMs: number | undefined;
  /** Number of missed starts, estimated from the gap between the first two; 0 if at most one is due. */
  readonly missed: number;
}

/** The error for a schedule that is too dense to count its missed starts. */
export const TOO_CLOSE = "time difference between two schedules is less than 1 second";

/** Inputs for the next and the most recent start of a CronJob. */
export interface StartInputs {
  readonly cronJob: CronJob;
  readonly lastScheduleTime: Timestamp | undefined;
  readonly schedule: Schedule;
  readonly nowMs: number;
}

/**
 * The most recent start that is due.
 *
 * @param withinDeadline whether to ignore starts that are past the starting deadline
 * @returns `TOO_CLOSE` if the starts of the schedule cannot be counted
 */
export function mostRecentStart(inputs: StartInputs, withinDeadline: boolean): DueStart | typeof TOO_CLOSE {
  const { schedule, nowMs } = inputs;
  const earliestMs = earliestStartMs(inputs, withinDeadline);
  const firstMs = nextTimeMs(schedule, earliestMs);
  const secondMs = nextTimeMs(schedule, firstMs);
  if (nowMs < firstMs) return { earliestMs, mostRecentMs: undefined, missed: 0 };
  if (nowMs < secondMs) return { earliestMs, mostRecentMs: firstMs, missed: 0 };
  const gapSeconds = Math.round((secondMs - firstMs) / 1000);
  if (gapSeconds < 1) return TOO_CLOSE;
  const missed = Math.floor(Math.floor((nowMs - firstMs) / 1000) / gapSeconds) + 1;
  // Starts the search about two gaps before now; for an irregular schedule that can be anywhere.
  let mostRecentMs: number | undefined;
  let startMs = nextTimeMs(schedule, firstMs + (missed - 2) * gapSeconds * 1000);
  while (startMs <= nowMs) {
    mostRecentMs = startMs;
    startMs = nextTimeMs(schedule, startMs);
  }
  return { earliestMs, mostRecentMs, missed };
}

function earliestStartMs({ cronJob, lastScheduleTime, nowMs }: StartInputs, withinDeadline: boolean): number {
  const knownMs = parseTimestamp(lastScheduleTime ?? cronJob.metadata.creationTimestamp);
  const { startingDeadlineSeconds } = cronJob.spec;
  if (!withinDeadline || startingDeadlineSeconds === undefined) return knownMs;
  return Math.max(knownMs, nowMs - secondsToDurationMs(startingDeadlineSeconds));
}

/** Whether an Event reports this many missed starts. */
export function areManyMissed(missed: number): boolean {
  return missed > MANY_MISSED;
}

/** Delay until the sync for the next start; 0 or less for a schedule that never fires. */
export function nextStartDelayMs(inputs: StartInputs): number {
  const { schedule, nowMs } = inputs;
  return nextTimeMs(schedule, baseOfNextStart(inputs)) + NEXT_SCHEDULE_DELTA_MS - nowMs;
}

function baseOfNextStart(inputs: StartInputs): number {
  const due = mostRecentStart(inputs, false);
  if (due === TOO_CLOSE) return inputs.nowMs;
  if (due.mostRecentMs !== undefined) return due.mostRecentMs;
  return due.missed === 0 ? due.earliestMs : inputs.nowMs;
}
