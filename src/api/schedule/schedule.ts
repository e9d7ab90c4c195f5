/** A parsed schedule of a CronJob: a pattern of the clock in a zone, or a constant delay. */

import type { Zone } from "./zone.ts";

/** The values that match, by number; `1` at their place. */
export type Matches = Readonly<Uint8Array>;

/** What robfig/cron calls a SpecSchedule; its seconds are always 0. */
export interface ClockSchedule {
  readonly kind: "clock";
  readonly minutes: Matches;
  readonly hours: Matches;
  readonly daysOfMonth: Matches;
  readonly months: Matches;
  readonly daysOfWeek: Matches;
  /** Whether one of the two kinds of days is given by a star: then both must match, else either is enough. */
  readonly bothDays: boolean;
  readonly zone: Zone;
}

/** What robfig/cron calls a ConstantDelaySchedule. */
export interface DelaySchedule {
  readonly kind: "delay";
  /** Whole seconds, 1 or more. */
  readonly delaySeconds: number;
}

export type Schedule = ClockSchedule | DelaySchedule;
