/** The columns of `kubectl get pods`. */

import { humanDuration } from "../../api/human-duration.ts";
import type { Pod } from "../../api/types.ts";
import { planPod } from "../../kubelet/plan/pod-plan.ts";
import { ageOf } from "./age.ts";
import { AGE_COLUMN, NAME_COLUMN, textColumn } from "./common-columns.ts";
import { summaryOf } from "./pod-summary.ts";

/** The columns of pods. */
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
  const { ready, containers, word, restarts, lastRestartMs } = summaryOf(pod);
  const { podIP = NONE, nominatedNodeName = NONE } = pod.status;
  return [
    pod.metadata.name,
    `${ready}/${containers}`,
    word,
    lastRestartMs === 0 || restarts === 0
      ? String(restarts)
      : `${restarts} (${humanDuration(nowMs - lastRestartMs)} ago)`,
    ageOf(pod.metadata.creationTimestamp, nowMs),
    podIP,
    pod.spec.nodeName === undefined || pod.spec.nodeName === "" ? NONE : pod.spec.nodeName,
    nominatedNodeName,
    openGates(pod),
  ];
}

function openGates({ spec, status }: Pod): string {
  const { readinessGates: gates } = planPod(spec);
  if (gates.length === 0) return NONE;
  const isOpen = (gate: string) => status.conditions?.some(({ type, status: is }) => type === gate && is === "True");
  return `${gates.filter(isOpen).length}/${gates.length}`;
}
