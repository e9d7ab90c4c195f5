/** A pod's status in the form of the recordings. */

import { parseTimestamp } from "../../../src/api/timestamp.ts";
import type { ContainerState, ContainerStatus, PodStatus } from "../../../src/api/types.ts";
import { EPOCH_MS } from "./play-pod.ts";

/** Drops keys that hold `undefined`, empty lists and empty texts. */
export function compact(view: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(view).filter(
      ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

export function statusView(status: PodStatus) {
  const { phase, reason, message, podIP, startTime, conditions = [] } = status;
  return compact({
    phase,
    reason,
    message,
    podIP: podIP !== undefined,
    startTime: seconds(startTime),
    conditions: conditions.map(({ type, status: value, reason: why, message: text, lastTransitionTime }) =>
      compact({ type, status: value, reason: why, message: text, lastTransition: seconds(lastTransitionTime) }),
    ),
    initContainerStatuses: (status.initContainerStatuses ?? []).map(containerView),
    containerStatuses: (status.containerStatuses ?? []).map(containerView),
  });
}

function containerView({ name, state, lastState, restartCount, ready, started, containerID }: ContainerStatus) {
  return compact({
    name,
    ...stateView(state),
    restartCount,
    ready,
    started,
    id: containerID,
    lastState: lastState === undefined ? undefined : stateView(lastState),
  });
}

function stateView({ waiting, running, terminated }: ContainerState = {}) {
  if (running !== undefined) return compact({ state: "running", startedAt: seconds(running.startedAt) });
  if (terminated !== undefined) {
    const { reason, message, exitCode, startedAt, finishedAt } = terminated;
    return compact({
      state: "terminated",
      reason,
      message,
      exitCode,
      startedAt: seconds(startedAt),
      finishedAt: seconds(finishedAt),
    });
  }
  return compact({ state: "waiting", reason: waiting?.reason, message: waiting?.message });
}

/** Whole seconds since the pod's creation; -1 stands for the year 1970. */
function seconds(at: string | undefined): number | undefined {
  if (at === undefined) return undefined;
  const instantMs = parseTimestamp(at);
  return instantMs === 0 ? -1 : (instantMs - EPOCH_MS) / 1000;
}
