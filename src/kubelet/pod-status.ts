/**
 * The status of a plain pod at each step.
 *
 * Pods of one Job that take the same step in the same second with the same outcome have equal statuses; they share one
 * object, which keeps the memory for 100,000 pods small.
 */

import { copyWith } from "../api/copy-with.ts";
import type { ContainerStatus, Pod, PodCondition, PodStatus, Timestamp } from "../api/types.ts";
import type { StatusPatch } from "../scheduler/client.ts";
import { type KubeletEnd, TERMINATION_BY_KUBELET } from "./kubelet-end.ts";

function condition(type: string, status: "True" | "False", at: Timestamp, reason?: string): PodCondition {
  return reason === undefined
    ? { type, status, lastTransitionTime: at }
    : { type, status, lastTransitionTime: at, reason };
}

/** The conditions with changes, which replace conditions of the same type or are added at the end. */
export function withConditions(
  before: readonly PodCondition[] | undefined,
  changes: readonly PodCondition[],
): readonly PodCondition[] {
  const conditions = [...(before ?? [])];
  for (const change of changes) {
    const at = conditions.findIndex(({ type }) => type === change.type);
    if (at === -1) conditions.push(change);
    else conditions[at] = change;
  }
  return conditions;
}

/** Bound to a node; clears a nomination. */
export function scheduledStatus(given: PodStatus, at: Timestamp): PodStatus {
  const status = given.nominatedNodeName === undefined ? given : withoutNomination(given);
  return copyWith(status, { conditions: withConditions(status.conditions, [condition("PodScheduled", "True", at)]) });
}

/** The scheduler found no node. */
export function unschedulableStatus(status: PodStatus, at: Timestamp): PodStatus {
  return copyWith(status, {
    conditions: withConditions(status.conditions, [condition("PodScheduled", "False", at, "Unschedulable")]),
  });
}

function withoutNomination({ nominatedNodeName: _gone, ...status }: PodStatus): PodStatus {
  return status;
}

/** The status of a pod that the scheduler found no node for. */
export function refusedStatus(
  { nominatedNodeName: nominatedBefore = "", ...status }: PodStatus,
  { condition: refusal, nominatedNodeName = nominatedBefore }: StatusPatch,
  at: Timestamp,
): PodStatus {
  const known = status.conditions?.find(({ type }) => type === "PodScheduled");
  // The time is since when the pod has been unschedulable, whatever the reason.
  const since = known?.status === "False" ? (known.lastTransitionTime ?? at) : at;
  const conditions =
    refusal === undefined
      ? status.conditions
      : withConditions(status.conditions, [
          {
            type: "PodScheduled",
            status: "False",
            lastTransitionTime: since,
            reason: refusal.reason,
            message: refusal.message,
          },
        ]);
  return copyWith(status, {
    ...(conditions === undefined ? {} : { conditions }),
    ...(nominatedNodeName === "" ? {} : { nominatedNodeName }),
  });
}

/** Phase `Running` with the container running, for the first time or after `restartCount` restarts. */
export function runningStatus(
  status: PodStatus,
  container: string,
  restartCount: number,
  ready: boolean,
  at: Timestamp,
): PodStatus {
  const before = status.containerStatuses?.[0];
  const running: ContainerStatus = {
    name: container,
    ready,
    restartCount,
    state: { running: { startedAt: at } },
    ...(before?.state?.terminated === undefined && before?.lastState === undefined
      ? {}
      : { lastState: before.state?.terminated === undefined ? (before.lastState ?? {}) : before.state }),
  };
  return copyWith(status, {
    phase: "Running",
    startTime: status.startTime ?? at,
    conditions: withConditions(status.conditions, readyConditions(ready, at)),
    containerStatuses: [running],
  });
}

/** `Ready` of a running pod changes. */
export function readinessStatus(status: PodStatus, ready: boolean, at: Timestamp): PodStatus {
  const containers = status.containerStatuses?.map((container) => ({ ...container, ready }));
  return copyWith(status, {
    conditions: withConditions(status.conditions, readyConditions(ready, at)),
    ...(containers === undefined ? {} : { containerStatuses: containers }),
  });
}

/** The container failed and waits for its restart; the pod stays `Running`. */
export function crashLoopStatus(
  status: PodStatus,
  container: string,
  restartCount: number,
  exitCode: number,
  at: Timestamp,
): PodStatus {
  const startedAt = status.containerStatuses?.[0]?.state?.running?.startedAt;
  const waiting: ContainerStatus = {
    name: container,
    ready: false,
    restartCount,
    state: { waiting: { reason: "CrashLoopBackOff" } },
    lastState: { terminated: terminated(exitCode, startedAt, at) },
  };
  return copyWith(status, {
    phase: "Running",
    conditions: withConditions(status.conditions, readyConditions(false, at)),
    containerStatuses: [waiting],
  });
}

/** The end: phase `Succeeded` or `Failed`, with the container's exit code. */
export function terminalStatus(
  status: PodStatus,
  container: string,
  exitCode: number,
  extraConditions: readonly PodCondition[],
  at: Timestamp,
): PodStatus {
  const before = status.containerStatuses?.[0];
  const ended: ContainerStatus = {
    name: container,
    ready: false,
    restartCount: before?.restartCount ?? 0,
    state: { terminated: terminated(exitCode, before?.state?.running?.startedAt, at) },
    ...(before?.lastState === undefined ? {} : { lastState: before.lastState }),
  };
  const changes = [
    ...readyConditions(false, at, exitCode === 0 ? "PodCompleted" : "PodFailed"),
    ...extraConditions.map((extra) => copyWith(extra, { lastTransitionTime: extra.lastTransitionTime ?? at })),
  ];
  return copyWith(status, {
    phase: exitCode === 0 ? "Succeeded" : "Failed",
    conditions: withConditions(status.conditions, changes),
    containerStatuses: [ended],
  });
}

/** The kubelet has ended the pod: its phase is `Failed`, whatever the exit code. */
export function endedByKubelet(status: PodStatus, end: KubeletEnd, at: Timestamp): PodStatus {
  const { reason, message, isDisruption } = end;
  const disruption: PodCondition = {
    type: "DisruptionTarget",
    status: "True",
    lastTransitionTime: at,
    reason: TERMINATION_BY_KUBELET,
    message,
  };
  const unready = readyConditions(false, at, "PodFailed");
  const conditions = withConditions(status.conditions, isDisruption ? [...unready, disruption] : unready);
  return copyWith(status, { phase: "Failed", reason, message, conditions });
}

/** Exit code and reason that containerd reports for a container that was lost with its node. */
const LOST = { exitCode: 255, reason: "Unknown" } as const;

/** The status after a reboot of the node: the container is dead, unless it had ended before. */
export function lostStatus(status: PodStatus, container: string, at: Timestamp): PodStatus {
  const before = status.containerStatuses?.[0];
  if (before !== undefined && before.state?.running === undefined) return status;
  const startedAt = before?.state?.running?.startedAt;
  const dead: ContainerStatus = {
    name: container,
    ready: false,
    restartCount: before?.restartCount ?? 0,
    state: { terminated: { ...LOST, ...(startedAt === undefined ? {} : { startedAt }), finishedAt: at } },
    ...(before?.lastState === undefined ? {} : { lastState: before.lastState }),
  };
  return copyWith(status, { containerStatuses: [dead] });
}

/** Phase `Failed`, without a change of the containers. */
export function failedStatus(status: PodStatus, at: Timestamp): PodStatus {
  const conditions = withConditions(status.conditions, readyConditions(false, at, "PodFailed"));
  return copyWith(status, { phase: "Failed", conditions });
}

function readyConditions(ready: boolean, at: Timestamp, reason?: string): PodCondition[] {
  const status = ready ? "True" : "False";
  const why = ready ? undefined : reason;
  return [condition("Ready", status, at, why), condition("ContainersReady", status, at, why)];
}

function terminated(exitCode: number, startedAt: Timestamp | undefined, at: Timestamp) {
  return {
    exitCode,
    reason: exitCode === 0 ? "Completed" : "Error",
    ...(startedAt === undefined ? {} : { startedAt }),
    finishedAt: at,
  };
}

/** The container whose end is reported: the one that the script names, or the first of the template. */
export function reportedContainer(pod: Pod, named: string | undefined): string {
  return named ?? pod.spec.containers[0]?.name ?? "main";
}
