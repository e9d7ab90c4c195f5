/** Numbers of the CronJob controller, each with its reason. */

/** Syncs in parallel (`--concurrent-cron-job-syncs`). */
export const CRON_JOB_WORKERS = 5;
/** A run is synced this long after its scheduled time, to be sure that the time has passed (`nextScheduleDelta`). */
export const NEXT_SCHEDULE_DELTA_MS = 100;
/** More missed starts than this are reported in an Event. */
export const MANY_MISSED = 100;
/** Rate limit for the retries of all keys together: client-go's default. */
export const RETRY_LIMIT = { qps: 10, burst: 100 };
