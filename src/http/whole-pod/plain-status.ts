/**
 * The complete status of a plain pod, as a kubelet would write it.
 *
 * The simulation writes its status three times, with the fields that a Job controller reads. A kubelet writes more
 * conditions, and one more status between the binding of the pod and the start of its first container.
 */

import type { Pod, PodCondition, PodStatus, Timestamp } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import { planPod } from "../../kubelet/plan/pod-plan.ts";
import {
  type ConditionDraft,
  containersReady,
  initialized,
  podReady,
  readyToStartContainers,
} from "../../kubelet/status/conditions.ts";
import type { KubeletSwitches } from "../../kubelet/switches.ts";
import { creatingContainers } from "./container-statuses.ts";

/** Whether the status of a bound pod was written by the short path. */
export function isPlainStatus({ spec, status }: Pod): boolean {
  const isBound = spec.nodeName !== undefined && spec.nodeName !== "";
  return isBound && status.conditions?.some(({ type }) => type === "Initialized") !== true;
}

/** Adds the fields that the short path leaves out. */
export function plainStatus(pod: Pod, switches: KubeletSwitches): PodStatus {
  const { status } = pod;
  const { phase = "Pending" } = status;
  // A pod that never reached a kubelet was ended by another component, and has no container statuses.
  const isUnseen = status.containerStatuses === undefined && isTerminalPhase(phase);
  if (isUnseen) return status;
  const boundAt = timeOf(status, "PodScheduled") ?? pod.metadata.creationTimestamp;
  const containerStatuses = status.containerStatuses ?? creatingContainers(pod);
  const { drafts, own } = draftsOf(pod, { ...status, phase, containerStatuses }, switches);
  const foreign = (status.conditions ?? []).filter(({ type }) => !own.has(type));
  const conditions = [...foreign, ...drafts.map((draft) => conditionOf(draft, status, boundAt))];
  return { ...status, phase, conditions, startTime: boundAt, containerStatuses };
}

function draftsOf(pod: Pod, status: PodStatus, switches: KubeletSwitches) {
  const { phase = "Pending", containerStatuses } = status;
  const before = status.conditions ?? [];
  const question = { plan: planPod(pod.spec), switches, phase, statuses: containerStatuses, before };
  const containers = containersReady(question);
  const isUp = phase === "Running";
  const sandbox = isUp ? { attempt: 0, ready: true, ip: "up" } : undefined;
  const drafts: readonly ConditionDraft[] = [
    ...(switches.readyToStartContainers ? [readyToStartContainers(sandbox)] : []),
    initialized(question),
    podReady(question, containers),
    containers,
    { type: "PodScheduled", status: "True" },
  ];
  return { drafts, own: new Set(drafts.map(({ type }) => type)) };
}

/** A stored condition is kept if it has the same status and more fields, or another status. */
function conditionOf(draft: ConditionDraft, status: PodStatus, boundAt: Timestamp): PodCondition {
  const stored = status.conditions?.find(({ type }) => type === draft.type);
  if (stored !== undefined) {
    const isSame = stored.status === draft.status && (stored.reason === undefined || stored.reason === draft.reason);
    return isSame ? { ...stored, ...withoutGaps(draft) } : stored;
  }
  return { ...withoutGaps(draft), lastTransitionTime: timeOfNew(draft, status) ?? boundAt };
}

function withoutGaps({ type, status, reason, message }: ConditionDraft): PodCondition {
  return { type, status, ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) };
}

/** The sandbox starts with the first container and stops with the last. */
function timeOfNew({ type }: ConditionDraft, { containerStatuses = [] }: PodStatus): Timestamp | undefined {
  if (type !== "PodReadyToStartContainers") return undefined;
  const [{ state = {} } = {}] = containerStatuses;
  return state.running?.startedAt ?? state.terminated?.finishedAt;
}

function timeOf({ conditions = [] }: PodStatus, type: string): Timestamp | undefined {
  return conditions.find((condition) => condition.type === type)?.lastTransitionTime;
}
