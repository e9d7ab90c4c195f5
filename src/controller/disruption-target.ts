/** The condition with which a pod says that it did not end by itself. */

import type { PodCondition, PodStatus, Timestamp } from "../api/types.ts";
import { withConditions } from "../kubelet/pod-status.ts";

/** Who deletes the pod, in Kubernetes' own words. */
export type DisruptionCause = Pick<PodCondition, "reason" | "message">;

/** The status with DisruptionTarget (`UpdatePodCondition`): the last cause stands, since the first. */
export function withDisruptionTarget(status: PodStatus, cause: DisruptionCause, at: Timestamp): PodStatus {
  const held = status.conditions?.find(({ type }) => type === "DisruptionTarget");
  if (held?.status === "True" && held.reason === cause.reason && held.message === cause.message) return status;
  const lastTransitionTime = held?.status === "True" ? (held.lastTransitionTime ?? at) : at;
  const condition = { type: "DisruptionTarget", status: "True", lastTransitionTime, ...cause } as const;
  return { ...status, conditions: withConditions(status.conditions, [condition]) };
}
