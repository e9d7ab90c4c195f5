/** A pod as `kubectl get pods` shows it. */

import type { ContainerStatus, Pod } from "../../api/types.ts";
import type { PodKind, PodLook } from "./report-data.ts";

/** @returns the columns of kubectl, and the kind that decides its colour */
export function podLook(pod: Pod): PodLook {
  const { containerStatuses = [] } = pod.status;
  const ready = containerStatuses.filter(
    (status) => status.ready === true && status.state?.running !== undefined,
  ).length;
  return {
    ready: `${ready}/${pod.spec.containers.length}`,
    status: statusWord(pod, containerStatuses),
    restarts: containerStatuses.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
    kind: kindOf(pod, containerStatuses),
  };
}

function statusWord(pod: Pod, statuses: readonly ContainerStatus[]): string {
  const { phase = "Unknown", reason = "" } = pod.status;
  if (isTerminating(pod)) return "Terminating";
  const words = statuses.map(containerWord).filter((word) => word !== undefined);
  return words[0] ?? (reason === "" ? phase : reason);
}

function containerWord({ state }: ContainerStatus): string | undefined {
  if (state?.waiting?.reason !== undefined) return state.waiting.reason;
  const ended = state?.terminated;
  return ended === undefined ? undefined : (ended.reason ?? `ExitCode:${ended.exitCode}`);
}

function kindOf(pod: Pod, statuses: readonly ContainerStatus[]): PodKind {
  const { phase } = pod.status;
  if (phase === "Succeeded") return "succeeded";
  if (phase === "Failed") return "failed";
  if (isTerminating(pod)) return "terminating";
  if (phase !== "Running") return "pending";
  return statuses.some(({ state }) => state?.waiting !== undefined) ? "waiting" : "running";
}

function isTerminating({ metadata, status: { phase } }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined && phase !== "Succeeded" && phase !== "Failed";
}
