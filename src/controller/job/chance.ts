/** Orders that are random in a real cluster. Here a run chooses each of them, which makes it reproducible. */

import type { PodListOrder } from "./list-order.ts";

export interface Chance {
  /** The order of pods that compare as equal. */
  readonly podListOrder: PodListOrder;
  /**
   * Whether a sync that is due sees world events of the same millisecond. With `acrossWorld` it does not see them, but
   * its first requests are sent after them.
   */
  readonly timerOrder: "afterWorld" | "beforeWorld" | "acrossWorld";
  /** Which of its two lists a starting controller gets first; pods whose Job is not cached yet trigger no sync. */
  readonly firstList: "jobs" | "pods";
  /** Whether orphan pods are released before or after the syncs of the same instant. */
  readonly cleanUp: "beforeSyncs" | "afterSyncs";
  /** Whether a process that stops still runs the syncs of the same instant. */
  readonly stop: "beforeSyncs" | "afterSyncs";
}

/** The most likely choices. */
export const DEFAULT_CHANCE: Chance = {
  podListOrder: "oldestFirst",
  timerOrder: "afterWorld",
  firstList: "jobs",
  cleanUp: "beforeSyncs",
  stop: "beforeSyncs",
};
