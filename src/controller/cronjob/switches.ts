/**
 * What differs between Kubernetes releases in the CronJob controller, as named switches (semantics 14, section 11).
 *
 * What each switch does, since when, and what changed it upstream is told in `simulation/releases/catalog-cron-job.ts`.
 */
export interface CronJobSwitches {
  /** When old Jobs are deleted: first of all, or last and only if nothing failed. */
  readonly historyCleanUp: "first" | "last";
  /** Whether Jobs carry the time that they were made for as an annotation. */
  readonly scheduledTimestamp: boolean;
  /** Whose success counts for `lastSuccessfulTime`: that of Jobs that were active, or of any Job of the CronJob. */
  readonly lastSuccessfulTime: "activeJobs" | "anyJob";
  /** Whether the Event about too many missed starts tells how many they were. */
  readonly missedStartsText: "counted" | "plain";
}

/** The CronJob controller of the newest release. */
export const CURRENT_CRON_JOB: CronJobSwitches = {
  historyCleanUp: "first",
  scheduledTimestamp: true,
  lastSuccessfulTime: "anyJob",
  missedStartsText: "plain",
};
