/** Behaviour that differs between releases, as named switches; code asks for a switch and never for a version. */

import type { JobControllerSwitches } from "../controller/job/environment.ts";

export type Switches = JobControllerSwitches;

/** The newest patch release of Kubernetes 1.36. */
export const DEFAULT_SWITCHES: Switches = {
  activeDuringBackoff: "real",
  podListOrder: "oldestFirst",
  timerOrder: "afterWorld",
  firstList: "jobs",
};
