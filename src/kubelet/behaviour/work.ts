/** Work that takes so long whatever interrupts it: pods go on from the last checkpoint of those before them. */

import type { Distribution } from "../../engine/distribution.ts";

/**
 * Whose work it is. `pod`: each pod starts over, and only its own containers go on when they are restarted. `index`:
 * each completion has a piece of its own, and the next pod for it goes on. `job`: all pods of the Job share one piece,
 * and each of them adds to it.
 */
export type WorkHolder = "pod" | "index" | "job";

export interface WorkTraits {
  /** How long a container has to run for it in all, without what is lost; of a gang, how long all workers have. */
  readonly total: Distribution;
  /** Nothing is kept of an interrupted run if it is absent. */
  readonly checkpointEveryMs?: number;
  /** From the start of a container until it goes on where the checkpoint was; 0 if absent. */
  readonly restoreTakesMs?: number;
  readonly of: WorkHolder;
  /** All workers of the Job work together or not at all: one that is lost throws all back to the last checkpoint. */
  readonly isGang?: boolean;
}
