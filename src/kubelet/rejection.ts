/** Pods that the kubelet rejects when they arrive: they become Failed (semantics 11, section 9). */

import { copyWith } from "../api/copy-with.ts";
import { podRequests } from "../api/pod-resources.ts";
import type { Pod, PodStatus, Timestamp } from "../api/types.ts";
import { amountIn, resourcesOf } from "../scheduler/resources.ts";
import { OWN_CONDITIONS } from "./status/own-conditions.ts";
import type { KubeletSwitches } from "./switches.ts";

/** Why a kubelet rejects a pod, as in its Event. */
export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/** A rejection in a scenario; the message defaults to the usual one for the reason. */
export interface RejectionScript {
  readonly reason: string;
  readonly message?: string;
}

/** The messages of the kubelet's predicates. */
export const PREDICATES = {
  NodeAffinity: "node(s) didn't match Pod's node affinity/selector",
  NodePorts: "node(s) didn't have free ports for the requested pod ports",
  TaintToleration: "node(s) had taints that the pod didn't tolerate",
} as const;
export type Predicate = keyof typeof PREDICATES;

export function rejectedBy(predicate: Predicate, { predicateReason }: KubeletSwitches): Rejection {
  const text = `Predicate ${predicate} failed`;
  return { reason: predicate, message: predicateReason ? `${text}: ${PREDICATES[predicate]}` : text };
}

/** A node has too little of a resource; amounts are in the kubelet's units: milli-CPUs, bytes, pieces. */
export function outOf(resource: string, requested: number, used: number, capacity: number): Rejection {
  const amounts = `requested: ${requested}, used: ${used}, capacity: ${capacity}`;
  return { reason: `OutOf${resource}`, message: `Node didn't have enough resource: ${resource}, ${amounts}` };
}

export const NODE_SHUTDOWN: Rejection = {
  reason: "NodeShutdown",
  message: "Pod was rejected as the node is shutting down.",
};

const OTHERS: Readonly<Record<string, string>> = {
  UnexpectedAdmissionError:
    "Allocate failed due to no healthy devices present; cannot allocate unhealthy devices nvidia.com/gpu, which is unexpected",
  TopologyAffinityError: "Resources cannot be allocated with Topology locality",
  Evicted: "The node had condition: [MemoryPressure]. ",
  NodeShutdown: NODE_SHUTDOWN.message,
};

/** Capacity in the messages of a run without simulated nodes; all of it counts as used. */
const FULL_NODE: Readonly<Record<string, number>> = {
  cpu: 4000,
  memory: 16 * 2 ** 30,
  "ephemeral-storage": 100 * 2 ** 30,
  pods: 110,
};

const OUT_OF = /^OutOf(.+)$/;

/** Whether a reason has a usual message. */
export function isUsualRejection(reason: string): boolean {
  return OUT_OF.test(reason) || Object.hasOwn(PREDICATES, reason) || Object.hasOwn(OTHERS, reason);
}

/** The rejection of a scenario, with the usual message by default. */
export function scriptedRejection(
  { reason, message }: RejectionScript,
  pod: Pod,
  switches: KubeletSwitches,
): Rejection {
  if (message !== undefined) return { reason, message };
  if (isPredicate(reason)) return rejectedBy(reason, switches);
  const [, resource] = OUT_OF.exec(reason) ?? [];
  if (resource === undefined) return { reason, message: OTHERS[reason] ?? reason };
  const requested = resource === "pods" ? 1 : amountIn(resourcesOf(podRequests(pod)), resource);
  const capacity = Math.max(FULL_NODE[resource] ?? 0, requested);
  return outOf(resource, requested, capacity, capacity);
}

function isPredicate(reason: string): reason is Predicate {
  return Object.hasOwn(PREDICATES, reason);
}

const PREFIXES = { bare: "Pod ", rejected: "Pod was rejected: " } as const;

/** The status of a rejected pod: it has no containers and no conditions of the kubelet. */
export function rejectedStatus(
  status: PodStatus,
  { reason, message }: Rejection,
  { rejectionText }: KubeletSwitches,
  at: Timestamp,
): PodStatus {
  const conditions = (status.conditions ?? []).filter(({ type }) => !OWN_CONDITIONS.has(type));
  return copyWith(status, {
    phase: "Failed",
    reason,
    message: `${PREFIXES[rejectionText]}${message}`,
    startTime: status.startTime ?? at,
    conditions,
  });
}
