/** What a real cluster leaves to chance. Here each is a choice of the run, so that a run repeats exactly. */

import type { PodListOrder } from "./list-order.ts";

export interface Chance {
  /** In which order pods are listed that are equal in every other way. */
  readonly podListOrder: PodListOrder;
  /** Whether a sync that is due sees what the world does in the same millisecond. */
  readonly timerOrder: "afterWorld" | "beforeWorld";
  /** Which of its two lists a controller that starts gets first; pods whose Job is unknown then wake nobody. */
  readonly firstList: "jobs" | "pods";
}

/** The likeliest choices. */
export const DEFAULT_CHANCE: Chance = {
  podListOrder: "oldestFirst",
  timerOrder: "afterWorld",
  firstList: "jobs",
};
