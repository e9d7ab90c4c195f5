/** What is answered to "why did it not run at 02:00?". */

import type { JobRef } from "../../simulation/plan.ts";
import type { WhyNot } from "../cron-jobs/cron-run.ts";

/** Why a time of a schedule got no Job, or that it got one. */
export type RunCause =
  | WhyNot
  /** It got its Job, at once or late. */
  | "started"
  | "startedLate"
  /** The schedule has no such time, or the clocks of its zone leave it out. */
  | "notScheduled"
  | "clockGap"
  /** The run ends before it, or the CronJob came after it or was gone. */
  | "notDueYet"
  | "notThereYet"
  | "gone"
  /** There is nothing to follow. */
  | "neverCreated"
  | "badSchedule"
  | "unknownZone";

export interface RunAnswer {
  readonly cronJob: JobRef;
  readonly cause: RunCause;
  /** The time of the schedule, by the clock of its zone: `2026-03-01 02:00`. */
  readonly scheduled?: string;
  /** The same in virtual milliseconds since the run began. */
  readonly atMs?: number;
  /** The answer, in a sentence. */
  readonly text: string;
  /** More of it: Events, what held it back and until when, which Job came next. */
  readonly details: readonly string[];
}
