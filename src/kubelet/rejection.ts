/** Pods that a kubelet does not take when it sees them: they are Failed for good (semantics 11, section 9). */

import { copyWith } from "../api/copy-with.ts";
import { podRequests } from "../api/pod-resources.ts";
import type { Pod, PodStatus, Timestamp } from "../api/types.ts";
import { amountIn, resourcesOf } from "../scheduler/resources.ts";
import { OWN_CONDITIONS } from "./status/own-conditions.ts";
import type { KubeletSwitches } from "./switches.ts";

/** Why a kubelet does not take a pod, in the words of its Event. */
export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/** What a scenario says of it: without a message it is the usual one of the reason. */
export interface RejectionScript {
  readonly reason: string;
  readonly message?: string;
}

/** What the predicates of a kubelet say of a node that does not fit. */
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

/** A node has too little of something; amounts are in the kubelet's units: thousandths of a CPU, bytes, pieces. */
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

/** Nodes of a run without nodes: they are full, of whatever is asked about. */
const FULL_NODE: Readonly<Record<string, number>> = {
  cpu: 4000,
  memory: 16 * 2 ** 30,
  "ephemeral-storage": 100 * 2 ** 30,
  pods: 110,
};

const OUT_OF = /^OutOf(.+)$/;

/** Reasons that have a usual message. */
export function isUsualRejection(reason: string): boolean {
  return OUT_OF.test(reason) || Object.hasOwn(PREDICATES, reason) || Object.hasOwn(OTHERS, reason);
}

/** The rejection that a scenario asks for, in the usual words if it gives none. */
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

/** The status of a pod that its kubelet does not take: no container, no condition of the kubelet's own. */
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
