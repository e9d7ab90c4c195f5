/** Nodes as the API server stores them, with what keeps pods away from them and what lets pods stay. */

import { isJsonList, isJsonObject, type JsonObject } from "./json.ts";
import type { ConditionStatus, ObjectMeta, PodSpec, Timestamp } from "./types.ts";

export type TaintEffect = "NoSchedule" | "PreferNoSchedule" | "NoExecute";

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: TaintEffect;
  readonly timeAdded?: Timestamp;
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

export interface NodeCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly lastHeartbeatTime?: Timestamp;
  readonly lastTransitionTime?: Timestamp;
  readonly reason?: string;
  readonly message?: string;
}

export interface NodeSpec {
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
  /** Fields that the simulation carries through without reading them. */
  readonly [field: string]: unknown;
}

export interface NodeStatus {
  readonly conditions?: readonly NodeCondition[];
  /** Fields that the simulation carries through without reading them. */
  readonly [field: string]: unknown;
}

/** A Node has no namespace: its metadata has the empty one. */
export interface Node {
  readonly apiVersion: "v1";
  readonly kind: "Node";
  readonly metadata: ObjectMeta;
  readonly spec: NodeSpec;
  readonly status: NodeStatus;
}

/** The condition of that type; `undefined` where the kubelet never posted one. */
export function nodeCondition({ status }: Node, type: string): NodeCondition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

export function isNodeReady(node: Node): boolean {
  return nodeCondition(node, "Ready")?.status === "True";
}

/** Two taints of the same key and effect are one, whatever their values. */
export function isSameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

export function hasTaint({ spec }: Node, taint: Taint): boolean {
  return spec.taints?.some((held) => isSameTaint(held, taint)) === true;
}

const known = new WeakMap<PodSpec, readonly Toleration[]>();

/** What a pod tolerates, in the order of its list. Pods of a Job share their spec. */
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
