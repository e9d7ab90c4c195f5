/** What `kubectl get pods` shows. */

import { humanDuration } from "../../analysis/human-duration.ts";
import type { ContainerStatus, Pod } from "../../api/types.ts";
import { ageOf } from "./age.ts";
import { AGE_COLUMN, NAME_COLUMN, textColumn } from "./common-columns.ts";

export const POD_COLUMNS = [
  NAME_COLUMN,
  textColumn("Ready", "The aggregate readiness state of this pod for accepting traffic."),
  textColumn("Status", "The aggregate status of the containers in this pod."),
  textColumn(
    "Restarts",
    "The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.",
  ),
  AGE_COLUMN,
  textColumn(
    "IP",
    "podIP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.",
    1,
  ),
  textColumn("Node", "NodeName indicates in which node this pod is scheduled.", 1),
  textColumn("Nominated Node", "nominatedNodeName is set only when this pod preempts other pods on the node.", 1),
  textColumn("Readiness Gates", "If specified, all readiness gates will be evaluated for pod readiness.", 1),
];

const NONE = "<none>";

/** The row of a pod. */
export function podCells(pod: Pod, nowMs: number): readonly unknown[] {
  const statuses = pod.status.containerStatuses ?? [];
  const ready = statuses.filter((status) => status.ready === true && status.state?.running !== undefined).length;
  return [
    pod.metadata.name,
    `${ready}/${pod.spec.containers.length}`,
    statusWord(pod, statuses),
    restarts(statuses, nowMs),
    ageOf(pod.metadata.creationTimestamp, nowMs),
    NONE,
    pod.spec.nodeName === undefined || pod.spec.nodeName === "" ? NONE : pod.spec.nodeName,
    NONE,
    NONE,
  ];
}

function statusWord(pod: Pod, statuses: readonly ContainerStatus[]): string {
  const { phase = "Unknown", reason = "" } = pod.status;
  const isTerminal = phase === "Succeeded" || phase === "Failed";
  if (pod.metadata.deletionTimestamp !== undefined && !isTerminal) return "Terminating";
  const words = statuses.map(containerWord).filter((word) => word !== undefined);
  return words[0] ?? (reason === "" ? phase : reason);
}

function containerWord({ state }: ContainerStatus): string | undefined {
  if (state?.waiting?.reason !== undefined) return state.waiting.reason;
  const ended = state?.terminated;
  if (ended === undefined) return undefined;
  return ended.reason ?? `ExitCode:${ended.exitCode}`;
}

function restarts(statuses: readonly ContainerStatus[], nowMs: number): string {
  const count = statuses.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
  const lastMs = Math.max(...statuses.map(({ lastState }) => Date.parse(lastState?.terminated?.finishedAt ?? "") || 0));
  return count === 0 || lastMs <= 0 ? String(count) : `${count} (${humanDuration(nowMs - lastMs)} ago)`;
}
