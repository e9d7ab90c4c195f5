/** What happened at the scheduled times of a CronJob. */

/**
 * How a Job of a CronJob ended; `Replaced`: deleted for the next one; `Deleted`: deleted by someone else, unfinished.
 */
export type CronRunOutcome = "Complete" | "Failed" | "Running" | "Replaced" | "Deleted";

/** A scheduled time for which a Job was made. Instants are virtual milliseconds since the run began. */
export interface StartedRun {
  readonly kind: "started";
  readonly scheduledMs: number;
  readonly job: string;
  /** From the scheduled time to the creation of the Job. */
  readonly lateMs: number;
  /** What the Job waited for, if it was late. */
  readonly waitedFor?: WhyNot;
  readonly outcome: CronRunOutcome;
  /** When the Job finished, or was deleted. */
  readonly endedMs?: number;
  /** How many other Jobs of the CronJob were unfinished when it was made. */
  readonly beside: number;
}

/**
 * Why no Job was made. `active`: the concurrency policy is Forbid and a Job was active; `suspended`; `down`: no
 * controller was running; `late`: by the time it could have been made its starting deadline had passed; `passed`: the
 * controller had moved on to a later time; `refused`: the API server refused the Job.
 */
export type WhyNot = "active" | "suspended" | "down" | "late" | "passed" | "refused";

/** A scheduled time for which no Job was made. */
export interface SkippedRun {
  readonly kind: "skipped";
  readonly scheduledMs: number;
  readonly why: WhyNot;
  /** The Jobs that were active then. */
  readonly active: readonly string[];
  /** What the API server said when it refused the Job. */
  readonly refusal?: string;
}

/** A scheduled time of a CronJob, with or without a Job. */
export type CronRun = StartedRun | SkippedRun;

/** What happened to a CronJob. */
export interface CronJobLife {
  readonly namespace: string;
  readonly name: string;
  readonly schedule: string;
  readonly timeZone?: string;
  readonly createdMs: number;
  readonly goneMs?: number;
  /** In schedule order; none if only figures were asked for. */
  readonly runs: readonly CronRun[];
  readonly figures: CronJobFigures;
}

/** A CronJob in numbers. */
export interface CronJobFigures {
  /** Jobs that were made for scheduled times. */
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
  /** Jobs that were made while another was unfinished, and the most that were unfinished at once. */
  readonly overlaps: number;
  readonly mostAtOnce: number;
  /** The longest sequence of times for which no Job was made. */
  readonly mostSkippedInARow: number;
  readonly latestMs: number;
  readonly totalLateMs: number;
}
