/** Events in the cluster that may make waiting pods schedulable (framework `ClusterEvent`). */

import { equalJson } from "../api/json.ts";
import type { NodeFacts } from "../api/scheduling-types.ts";
import type { PodInfo } from "./pod-info.ts";

export type PodAction =
  | "podAdd"
  | "podDelete"
  | "podLabels"
  | "podScaleDown"
  | "podGates"
  | "podTolerations"
  | "podOther";
export type NodeAction = "nodeAdd" | "nodeDelete" | "nodeAllocatable" | "nodeLabels" | "nodeTaints";
export type Action = PodAction | NodeAction;

export interface PodClusterEvent {
  readonly resource: "pod";
  readonly action: PodAction;
  /** Absent if the pod is new. */
  readonly before: PodInfo | undefined;
  /** Absent if the pod is gone. */
  readonly after: PodInfo | undefined;
}

export interface NodeClusterEvent {
  readonly resource: "node";
  readonly action: NodeAction;
  readonly before: NodeFacts | undefined;
  readonly after: NodeFacts | undefined;
}

/** Pods that have waited too long are retried whatever happened. */
export interface Timeout {
  readonly resource: "all";
}

export type ClusterEvent = PodClusterEvent | NodeClusterEvent | Timeout;

/** The changes of a pod that are relevant for scheduling (`PodSchedulingPropertiesChange`). */
export function podChanges(before: PodInfo, after: PodInfo): PodClusterEvent[] {
  const actions: PodAction[] = [];
  if (!equalJson(before.labels, after.labels)) actions.push("podLabels");
  if (asksForLess(before, after)) actions.push("podScaleDown");
  if (before.shape.gates.length > 0 && after.shape.gates.length === 0) actions.push("podGates");
  if (before.shape.tolerations.length !== after.shape.tolerations.length) actions.push("podTolerations");
  if (actions.length === 0) actions.push("podOther");
  return actions.map((action) => ({ resource: "pod", action, before, after }));
}

/** The changes of a node that are relevant for scheduling (`NodeSchedulingPropertiesChange`). */
export function nodeChanges(before: NodeFacts, after: NodeFacts): NodeClusterEvent[] {
  const actions: NodeAction[] = [];
  const isCordonChanged = (before.spec?.unschedulable ?? false) !== (after.spec?.unschedulable ?? false);
  if (isCordonChanged) actions.push("nodeTaints");
  if (!equalJson(before.status?.allocatable ?? {}, after.status?.allocatable ?? {})) actions.push("nodeAllocatable");
  if (!equalJson(before.metadata.labels ?? {}, after.metadata.labels ?? {})) actions.push("nodeLabels");
  const areTaintsChanged = !equalJson(before.spec?.taints ?? [], after.spec?.taints ?? []);
  if (areTaintsChanged && !isCordonChanged) actions.push("nodeTaints");
  return actions.map((action) => ({ resource: "node", action, before, after }));
}

/** Whether a pod requests less of any resource than before (`extractPodScaleDown`). */
export function asksForLess({ shape: before }: PodInfo, { shape: after }: PodInfo): boolean {
  if (before === after) return false;
  const [a, b] = [before.requests, after.requests];
  if (b.milliCpu < a.milliCpu || b.memory < a.memory || b.ephemeralStorage < a.ephemeralStorage) return true;
  return [...a.scalars].some(([name, amount]) => (b.scalars.get(name) ?? 0) < amount);
}
