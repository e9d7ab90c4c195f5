/** The switches of the scheduler: those of a release, and those of feature gates that none enables by default. */

import { oncePerObject } from "../../api/once-per-object.ts";
import { CURRENT_SCHEDULER, type SchedulerSwitches } from "../../scheduler/switches.ts";
import type { Switches } from "../switches.ts";

/** Runs with equal switches get the same object. */
export const withSchedulerGates = oncePerObject((switches: Switches): Switches & SchedulerSwitches => ({
  ...CURRENT_SCHEDULER,
  ...switches,
}));
