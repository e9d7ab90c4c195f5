/** The runs of all CronJobs of one simulation, in the numbers that sweeps and comparisons work with. */

import type { CronJobLife } from "./cron-run.ts";

/** Names of these numbers, in the order in which they are shown. */
export const SCHEDULE_NUMBERS = [
  "scheduledRuns",
  "failedRuns",
  "skippedRuns",
  "missedRuns",
  "replacedRuns",
  "lateByMs",
] as const;

/** The numbers of all CronJobs of a run; plain data. */
export interface ScheduleMeasures {
  /** Jobs that were made for scheduled times. */
  readonly scheduledRuns: number;
  readonly failedRuns: number;
  /** Times skipped because the concurrency policy is Forbid and a Job was active. */
  readonly skippedRuns: number;
  /** Times that got no Job although the CronJob was not suspended and no Job was in the way. */
  readonly missedRuns: number;
  /** Jobs that were deleted, unfinished, for the next one. */
  readonly replacedRuns: number;
  /** From the scheduled time of the latest run to the creation of its Job. */
  readonly lateByMs: number;
}

/** The numbers of all CronJobs together; absent if there are none. */
export function scheduleMeasures(cronJobs: readonly CronJobLife[]): ScheduleMeasures | undefined {
  if (cronJobs.length === 0) return undefined;
  const sum = (read: (figures: CronJobLife["figures"]) => number) =>
    cronJobs.reduce((total, { figures }) => total + read(figures), 0);
  return {
    scheduledRuns: sum(({ started }) => started),
    failedRuns: sum(({ failed }) => failed),
    skippedRuns: sum(({ skipped }) => skipped.active),
    missedRuns: sum(({ skipped: { down, late, passed, refused } }) => down + late + passed + refused),
    replacedRuns: sum(({ replaced }) => replaced),
    lateByMs: cronJobs.reduce((latest, { figures }) => Math.max(latest, figures.latestMs), 0),
  };
}
