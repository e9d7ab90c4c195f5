/** The answer to "why did it not run at 02:00?". */

import type { JobRef } from "../../simulation/plan.ts";
import type { WhyNot } from "../cron-jobs/cron-run.ts";

/** Why a scheduled time got no Job, or that it got one. */
export type RunCause =
  | WhyNot
  /** It got its Job, at once or late. */
  | "started"
  | "startedLate"
  /** The schedule has no such time, or the clocks of its zone skip it. */
  | "notScheduled"
  | "clockGap"
  /** The run ends before it, or the CronJob was created later or already deleted. */
  | "notDueYet"
  | "notThereYet"
  | "gone"
  /** There is no CronJob, or no schedule that can be read. */
  | "neverCreated"
  | "badSchedule"
  | "unknownZone";

export interface RunAnswer {
  readonly cronJob: JobRef;
  readonly cause: RunCause;
  /** The scheduled time, in local time of its zone: `2026-03-01 02:00`. */
  readonly scheduled?: string;
  /** The same in virtual milliseconds since the run began. */
  readonly atMs?: number;
  /** The answer, in a sentence. */
  readonly text: string;
  /** Details: Events, what held it back and until when, which Job came next. */
  readonly details: readonly string[];
}
