/** The condition of a pod that is deleted because of a disruption. */

import type { PodCondition, PodStatus, Timestamp } from "../api/types.ts";
import { withConditions } from "../kubelet/pod-status.ts";

/** Why the pod is deleted, as Kubernetes words it. */
export type DisruptionCause = Pick<PodCondition, "reason" | "message">;

/** The status with DisruptionTarget (`UpdatePodCondition`): the latest cause, with the time of the first. */
export function withDisruptionTarget(status: PodStatus, cause: DisruptionCause, at: Timestamp): PodStatus {
  const held = status.conditions?.find(({ type }) => type === "DisruptionTarget");
  if (held?.status === "True" && held.reason === cause.reason && held.message === cause.message) return status;
  const lastTransitionTime = held?.status === "True" ? (held.lastTransitionTime ?? at) : at;
  const condition = { type: "DisruptionTarget", status: "True", lastTransitionTime, ...cause } as const;
  return { ...status, conditions: withConditions(status.conditions, [condition]) };
}
