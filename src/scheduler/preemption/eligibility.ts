/** Whether a pod may preempt others now (`PodEligibleToPreemptOthers`). */

import type { Snapshot } from "../cluster-state.ts";
import type { Code } from "../framework/verdict.ts";
import type { PodInfo } from "../pod-info.ts";
import type { SchedulerSwitches } from "../switches.ts";

/**
 * Why a pod may not preempt; `undefined` if it may.
 *
 * @param nominatedNodeCode the verdict of its nominated node in this attempt
 */
export function preemptionHindrance(
  pod: PodInfo,
  nominatedNodeCode: Code | undefined,
  snapshot: Snapshot,
  { preemptorWaitsFor }: Pick<SchedulerSwitches, "preemptorWaitsFor">,
): string | undefined {
  if (pod.shape.neverPreempts) return "not eligible due to preemptionPolicy=Never.";
  if (pod.nominatedNode === "" || nominatedNodeCode === "UnschedulableAndUnresolvable") return undefined;
  for (const other of snapshot.node(pod.nominatedNode)?.pods ?? []) {
    if (other.priority >= pod.priority) continue;
    const isAwaited = preemptorWaitsFor === "preempted" ? other.isBeingPreempted : other.isTerminating;
    if (isAwaited) return "not eligible due to a terminating pod on the nominated node.";
  }
  return undefined;
}
