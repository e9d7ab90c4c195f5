/** Scheduling gates: a pod that has any is not scheduled (semantics 13, section 7). */

import type { PodSpec, PodStatus } from "../../api/types.ts";

/** The status that the server gives a pod with scheduling gates (`applySchedulingGatedCondition`). */
export const GATED: PodStatus = Object.freeze<PodStatus>({
  phase: "Pending",
  conditions: [
    {
      type: "PodScheduled",
      status: "False",
      reason: "SchedulingGated",
      message: "Scheduling is blocked due to non-empty scheduling gates",
    },
  ],
});

export function isGated({ schedulingGates }: PodSpec): boolean {
  return schedulingGates !== undefined && schedulingGates.length > 0;
}
