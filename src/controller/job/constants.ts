/** Numbers of the Job controller in Kubernetes 1.36 (semantics 08, section 1). */

/** Delay for pod events and status updates, so that a burst of them leads to one sync. */
export const SYNC_BATCH_PERIOD_MS = 1_000;

/** A failed sync is retried after 1, 2, 4 … seconds, at most one minute; more slowly up to 1.27. */
export const ERROR_RETRY = {
  "10s-360s": { baseMs: 10_000, maxMs: 360_000 },
  "1s-60s": { baseMs: 1_000, maxMs: 60_000 },
} as const;

/** Pods are created 10, 20, 40 … seconds after a pod failure, at most ten minutes; six up to 1.27. */
export const POD_FAILURE_BACKOFF_MS = 10_000;
export const BACKOFF_CAP_MS = { "360s": 360_000, "600s": 600_000 } as const;

/** The shortest delay before a Job in back-off is synced again. */
export const BACKOFF_RECHECK_MIN_MS = { none: 0, "1s": 1_000 } as const;

/** Keeps `uncountedTerminatedPods` under 20 KB and keeps large Jobs from starving small ones. */
export const MAX_UNCOUNTED_PODS = 500;

/** Most pods that one sync creates, or deletes to scale down. */
export const MAX_PODS_PER_SYNC = 500;

/** The first batch of creations is small, so that a quota stops a Job early; batches double from there. */
export const SLOW_START_INITIAL_BATCH = 1;

/** Syncs in parallel (`--concurrent-job-syncs`). */
export const JOB_WORKERS = 5;
