/** Numbers of the Job controller in Kubernetes 1.36 (semantics 08, section 1). */

/** Pod events and status updates are handled this much later, so that a burst of them costs one sync. */
export const SYNC_BATCH_PERIOD_MS = 1_000;

/** A sync that failed is repeated after 1, 2, 4 … seconds, at most a minute. */
export const SYNC_RETRY_BASE_MS = 1_000;
export const SYNC_RETRY_MAX_MS = 60_000;

/** After a pod failure the next pods wait 10, 20, 40 … seconds, at most ten minutes. */
export const POD_FAILURE_BACKOFF_MS = 10_000;
export const POD_FAILURE_BACKOFF_MAX_MS = 600_000;

/** Keeps `uncountedTerminatedPods` under 20 KB, and large Jobs from starving small ones. */
export const MAX_UNCOUNTED_PODS = 500;

/** Pods created, or deleted for scaling down, in one sync. */
export const MAX_PODS_PER_SYNC = 500;

/** The first batch of creations is small, so that a quota stops a Job early; batches double from there. */
export const SLOW_START_INITIAL_BATCH = 1;

/** Syncs in parallel (`--concurrent-job-syncs`). */
export const JOB_WORKERS = 5;
