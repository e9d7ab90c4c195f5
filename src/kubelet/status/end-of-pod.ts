/** The final status of a pod: sets an end for every container and a terminal phase (TerminatePod). */

import type { ContainerStatus, PodStatus } from "../../api/types.ts";
import type { PodPlan } from "../plan/pod-plan.ts";
import type { KubeletSwitches } from "../switches.ts";
import { CONTAINER_STATUS_UNKNOWN, unknownEnd } from "./container-statuses.ts";

/** The last status of a pod whose containers are all gone (semantics 11, section 7.4). */
export function endOfPod(plan: PodPlan, status: PodStatus, known: PodStatus, switches: KubeletSwitches): PodStatus {
  const inits = status.initContainerStatuses ?? [];
  const startedInits = countStarted(inits);
  const ended: PodStatus = { ...status };
  const next = {
    ...ended,
    ...(status.containerStatuses === undefined || !hasInitialized(plan, known)
      ? {}
      : { containerStatuses: status.containerStatuses.map(withEnd) }),
    ...(inits.length === 0
      ? {}
      : { initContainerStatuses: inits.map((init, at) => (at < startedInits ? withEnd(init) : init)) }),
  };
  const isFinal = next.phase === "Succeeded" || next.phase === "Failed";
  return isFinal || !switches.terminalPhaseBeforeRemoval ? next : { ...next, phase: "Failed" };
}

function withEnd(status: ContainerStatus): ContainerStatus {
  if (status.state?.terminated !== undefined) return status;
  const message = "The container could not be located when the pod was terminated";
  return { ...status, state: { terminated: unknownEnd(CONTAINER_STATUS_UNKNOWN, message) } };
}

/** The number of init containers up to the last one that was started, at least 1. */
function countStarted(inits: readonly ContainerStatus[]): number {
  const last = inits.findLastIndex(
    ({ state, lastState }) => state?.waiting === undefined || lastState?.terminated !== undefined,
  );
  return Math.max(1, last + 1);
}

/** Whether the main containers were due to start (hasPodInitialized). */
function hasInitialized({ inits }: PodPlan, known: PodStatus): boolean {
  if (inits.length === 0) return true;
  if (known.containerStatuses?.some(hasLeftWaiting) === true) return true;
  const last = known.initContainerStatuses?.at(-1);
  if (last === undefined) return false;
  if (inits.at(-1)?.role === "sidecar") return last.state?.running !== undefined && last.started === true;
  return last.lastState?.terminated?.exitCode === 0 || last.state?.terminated?.exitCode === 0;
}

function hasLeftWaiting({ state, lastState }: ContainerStatus): boolean {
  return lastState?.terminated !== undefined || state?.waiting === undefined;
}
