/** Work of a fixed length that can be interrupted: a pod resumes from the last checkpoint of the pods before it. */

import type { Distribution } from "../../engine/distribution.ts";

/**
 * What keeps the progress. `pod`: each pod starts from the beginning, and only restarted containers of a pod resume.
 * `index`: each completion index has its own work, and the next pod for it resumes. `job`: all pods of the Job share
 * the work and add to it.
 */
export type WorkHolder = "pod" | "index" | "job";

export interface WorkTraits {
  /** Total run time of a container, not counting lost progress; in a gang, of all workers together. */
  readonly total: Distribution;
  /** Without it, an interrupted run loses all of its progress. */
  readonly checkpointEveryMs?: number;
  /** From the start of a container until it has restored the checkpoint; 0 by default. */
  readonly restoreTakesMs?: number;
  readonly of: WorkHolder;
  /** The workers of the Job only make progress together: losing one sets all back to the last checkpoint. */
  readonly isGang?: boolean;
}
