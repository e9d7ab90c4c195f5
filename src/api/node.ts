/** Reads nodes and tolerations. */

import { isJsonList, isJsonObject, type JsonObject } from "./json.ts";
import type { Node, NodeCondition, NodeTaint } from "./kinds/node.ts";
import type { Toleration } from "./scheduling-types.ts";
import type { PodSpec } from "./types.ts";

export type { Node, NodeCondition, NodeTaint, Toleration };

/** The taint of a cordoned node (`TaintNodeUnschedulable`). */
export const UNSCHEDULABLE_TAINT: NodeTaint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };

/** The condition of a type; `undefined` if the kubelet never posted one. */
export function nodeCondition({ status }: Node, type: string): NodeCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

export function isNodeReady(node: Node): boolean {
  return nodeCondition(node, "Ready")?.status === "True";
}

/** Two taints with the same key and effect are the same, whatever their values. */
export function isSameTaint(a: NodeTaint, b: NodeTaint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

/** The taints of a node in order. */
export function taintsOf({ spec }: Node): readonly NodeTaint[] {
  return spec?.taints ?? [];
}

export function hasTaint(node: Node, taint: NodeTaint): boolean {
  return taintsOf(node).some((held) => isSameTaint(held, taint));
}

const known = new WeakMap<PodSpec, readonly Toleration[]>();

/** The tolerations of a pod in order. Pods of a Job share their spec, so this is cached. */
export function tolerationsOf(spec: PodSpec): readonly Toleration[] {
  const before = known.get(spec);
  if (before !== undefined) return before;
  const listed = isJsonList(spec.tolerations) ? spec.tolerations.filter(isJsonObject).map(tolerationFrom) : [];
  known.set(spec, listed);
  return listed;
}

function tolerationFrom(json: JsonObject): Toleration {
  const { key, operator, value, effect, tolerationSeconds } = json;
  return {
    ...(typeof key === "string" ? { key } : {}),
    ...(typeof operator === "string" ? { operator } : {}),
    ...(typeof value === "string" ? { value } : {}),
    ...(typeof effect === "string" ? { effect } : {}),
    ...(typeof tolerationSeconds === "number" ? { tolerationSeconds } : {}),
  };
}
