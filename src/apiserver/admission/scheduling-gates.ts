/** Scheduling gates: while a pod has any, nobody looks for a node for it (semantics 13, section 7). */

import type { PodSpec, PodStatus } from "../../api/types.ts";

/** What the server itself says of a pod that waits for its gates (`applySchedulingGatedCondition`). */
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
