/** Scheduling gates: while a pod has any, nobody looks for a node for it (semantics 13, section 7). */

import type { Pod, PodSpec, PodStatus } from "../../api/types.ts";

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

/** The spec of a stored pod with the gates that a request leaves of it: gates can be removed, and never added. */
export function withGatesLeft({ spec }: Pod, wanted: PodSpec): PodSpec {
  const { schedulingGates = [], ...open } = spec;
  const kept = new Set(wanted.schedulingGates?.map(({ name }) => name));
  const left = schedulingGates.filter(({ name }) => kept.has(name));
  if (left.length === schedulingGates.length) return spec;
  return left.length === 0 ? open : { ...open, schedulingGates: left };
}
