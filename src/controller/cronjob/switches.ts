/**
 * What differs between Kubernetes releases in the CronJob controller, as named switches (semantics 14, section 11).
 *
 * `simulation/releases/catalog-cron-job.ts` says what each switch does, since when, and what changed it upstream.
 */
export interface CronJobSwitches {
  /** When old Jobs are deleted: first of all, or last and only if nothing failed. */
  readonly historyCleanUp: "first" | "last";
  /** Whether Jobs carry the time that they were made for as an annotation. */
  readonly scheduledTimestamp: boolean;
  /** When a success is noted as `lastSuccessfulTime`: in the sync after the one that saw it, or in that one. */
  readonly successNoted: "laterSync" | "sameSync";
  /** Whether the Event about too many missed starts says how many they were. */
  readonly missedStartsText: "counted" | "plain";
  /** What the Event about a finished Job calls how it ended. */
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
