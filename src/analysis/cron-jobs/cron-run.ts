/** What happened to the times of a CronJob's schedule. */

/** How a Job of a CronJob ended; `Replaced`: taken away for the next one; `Deleted`: by somebody else, unfinished. */
export type CronRunOutcome = "Complete" | "Failed" | "Running" | "Replaced" | "Deleted";

/** A time of the schedule for which a Job was made. Instants are virtual milliseconds since the run began. */
export interface StartedRun {
  readonly kind: "started";
  readonly scheduledMs: number;
  readonly job: string;
  /** From the time of the schedule to the creation of the Job. */
  readonly lateMs: number;
  /** What the Job waited for, where it came late. */
  readonly waitedFor?: WhyNot;
  readonly outcome: CronRunOutcome;
  /** When the Job finished, or was taken away. */
  readonly endedMs?: number;
  /** How many other Jobs of the CronJob were unfinished when it was made. */
  readonly beside: number;
}

/**
 * Why no Job was made. `active`: the concurrency policy is Forbid and a Job was active; `suspended`; `down`: no
 * controller was there; `late`: when it could have been made its starting deadline was over; `passed`: the controller
 * looked on to a later time; `refused`: the API server refused the Job.
 */
export type WhyNot = "active" | "suspended" | "down" | "late" | "passed" | "refused";

/** A time of the schedule for which no Job was made. */
export interface SkippedRun {
  readonly kind: "skipped";
  readonly scheduledMs: number;
  readonly why: WhyNot;
  /** The Jobs that were active then. */
  readonly active: readonly string[];
  /** What the API server said when it refused the Job. */
  readonly refusal?: string;
}

export type CronRun = StartedRun | SkippedRun;

/** What happened to a CronJob. */
export interface CronJobLife {
  readonly namespace: string;
  readonly name: string;
  readonly schedule: string;
  readonly timeZone?: string;
  readonly createdMs: number;
  readonly goneMs?: number;
  /** In the order of the schedule; none if only figures were asked for. */
  readonly runs: readonly CronRun[];
  readonly figures: CronJobFigures;
}

/** A CronJob in numbers. */
export interface CronJobFigures {
  /** Jobs that were made for times of the schedule. */
  readonly started: number;
  readonly complete: number;
  readonly failed: number;
  readonly replaced: number;
  readonly deleted: number;
  readonly running: number;
  /** Times for which none was made, by reason. */
  readonly skipped: Readonly<Record<WhyNot, number>>;
  /** Jobs that others made for the CronJob. */
  readonly manual: number;
  /** Jobs that were made while another was unfinished, and the most unfinished ones at one time. */
  readonly overlaps: number;
  readonly mostAtOnce: number;
  /** The most times in a row for which no Job was made. */
  readonly mostSkippedInARow: number;
  readonly latestMs: number;
  readonly totalLateMs: number;
}
