/** What a real cluster leaves to chance. Here each is a choice of the run, so that a run repeats exactly. */

import type { PodListOrder } from "./list-order.ts";

export interface Chance {
  /** In which order pods are listed that are equal in every other way. */
  readonly podListOrder: PodListOrder;
  /**
   * Whether a sync that is due sees what the world does in the same millisecond; one across it does not see it, but
   * sends its first requests behind it.
   */
  readonly timerOrder: "afterWorld" | "beforeWorld" | "acrossWorld";
  /** Which of its two lists a controller that starts gets first; pods whose Job is unknown then wake nobody. */
  readonly firstList: "jobs" | "pods";
  /** Whether pods of Jobs that are gone are released before the Jobs of the same instant are seen to. */
  readonly cleanUp: "beforeSyncs" | "afterSyncs";
  /** Whether a process that stops begins the syncs of the same instant, and finishes them. */
  readonly stop: "beforeSyncs" | "afterSyncs";
}

/** The likeliest choices. */
export const DEFAULT_CHANCE: Chance = {
  podListOrder: "oldestFirst",
  timerOrder: "afterWorld",
  firstList: "jobs",
  cleanUp: "beforeSyncs",
  stop: "beforeSyncs",
};
