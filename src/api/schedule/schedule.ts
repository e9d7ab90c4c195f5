/** A parsed schedule of a CronJob: a cron pattern in a zone, or a constant delay. */

import type { Zone } from "./zone.ts";

/** `1` at the index of each value that matches. */
export type Matches = Readonly<Uint8Array>;

/** SpecSchedule in robfig/cron; its seconds are always 0. */
export interface ClockSchedule {
  readonly kind: "clock";
  readonly minutes: Matches;
  readonly hours: Matches;
  readonly daysOfMonth: Matches;
  readonly months: Matches;
  readonly daysOfWeek: Matches;
  /** Whether one of the two day fields is a star: then both must match, otherwise either is enough. */
  readonly bothDays: boolean;
  readonly zone: Zone;
}

/** ConstantDelaySchedule in robfig/cron. */
export interface DelaySchedule {
  readonly kind: "delay";
  /** Whole seconds, at least 1. */
  readonly delaySeconds: number;
}

export type Schedule = ClockSchedule | DelaySchedule;
