/**
 * Differences between Kubernetes releases in the CronJob controller, as named switches (semantics 14, section 11).
 *
 * `simulation/releases/catalog-cron-job.ts` says what each switch does, since when, and what changed it upstream.
 */
export interface CronJobSwitches {
  /** When old Jobs are deleted: at the beginning of a sync, or at the end if nothing failed. */
  readonly historyCleanUp: "first" | "last";
  /** Whether Jobs have an annotation with the time for which they were scheduled. */
  readonly scheduledTimestamp: boolean;
  /** When `lastSuccessfulTime` is set: in the sync after the one that saw the success, or in the same one. */
  readonly successNoted: "laterSync" | "sameSync";
  /** Whether the Event about too many missed starts includes their number. */
  readonly missedStartsText: "counted" | "plain";
  /** The word for the result of a Job in the Event about its completion. */
  readonly completedJobText: "status" | "condition";
}

/** The CronJob controller of the newest release. */
export const CURRENT_CRON_JOB: CronJobSwitches = {
  historyCleanUp: "first",
  scheduledTimestamp: true,
  successNoted: "sameSync",
  missedStartsText: "plain",
  completedJobText: "condition",
};
