/** What the controller keeps about a node between passes, and when a node counts as silent (`tryUpdateNodeHealth`). */

import type { NodeCondition } from "../../api/node.ts";
import type { ConditionStatus, Timestamp } from "../../api/types.ts";
import type { NodeLifecycleSettings } from "./settings.ts";

/** The Ready condition as last seen; heartbeats are whole seconds, like all times in conditions. */
export interface SeenReady {
  readonly status: ConditionStatus;
  /** Milliseconds since 1970. */
  readonly heartbeatMs: number;
}

export interface NodeHealth {
  /** The controller's own clock when it last saw a sign of life. */
  readonly probeMs: number;
  readonly ready: SeenReady | undefined;
  /** Renewal time of the lease that was last seen; see `observe` for when it is forgotten. */
  readonly leaseMs: number | undefined;
}

/** What a pass sees of a node. */
export interface Sighting {
  readonly ready: SeenReady | undefined;
  readonly leaseMs: number | undefined;
  readonly createdMs: number;
}

/**
 * The health of a node after a pass has seen it.
 *
 * A new heartbeat in the status makes the controller forget the lease. If the same pass sees no newer lease, the next
 * pass takes the old one for new, and the grace period starts from there.
 */
export function observe(saved: NodeHealth | undefined, seen: Sighting, nowMs: number): NodeHealth {
  const health = afterStatus(saved, seen, nowMs);
  const isNewer = seen.leaseMs !== undefined && (saved?.leaseMs === undefined || saved.leaseMs < seen.leaseMs);
  return isNewer ? { ...health, leaseMs: seen.leaseMs, probeMs: nowMs } : health;
}

function afterStatus(saved: NodeHealth | undefined, { ready, createdMs }: Sighting, nowMs: number): NodeHealth {
  // The grace period of a kubelet that never posted starts when its node is created.
  if (ready === undefined) return { probeMs: createdMs, leaseMs: undefined, ...saved, ready: undefined };
  const isUnchanged = saved?.ready !== undefined && saved.ready.heartbeatMs === ready.heartbeatMs;
  return isUnchanged ? saved : { probeMs: nowMs, ready, leaseMs: undefined };
}

/** Whether a node has been silent for longer than its grace period. */
export function isSilent(
  { probeMs, ready }: NodeHealth,
  { graceMs, startupGraceMs }: NodeLifecycleSettings,
  nowMs: number,
): boolean {
  return nowMs > probeMs + (ready === undefined ? startupGraceMs : graceMs);
}

const REPORTED_BY_KUBELET = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"] as const;

/** The conditions of a node whose kubelet is silent: those that the kubelet reports become Unknown. */
export function silentConditions(
  conditions: readonly NodeCondition[],
  created: Timestamp,
  now: Timestamp,
): readonly NodeCondition[] {
  const unknown = conditions.map((condition) => (isKubelets(condition) ? stopped(condition, now) : condition));
  const missing = REPORTED_BY_KUBELET.filter((type) => !conditions.some((condition) => condition.type === type));
  return [
    ...unknown,
    ...missing.map((type) => ({
      type,
      status: "Unknown" as const,
      lastHeartbeatTime: created,
      lastTransitionTime: now,
      reason: "NodeStatusNeverUpdated",
      message: "Kubelet never posted node status.",
    })),
  ];
}

function isKubelets({ type }: NodeCondition): boolean {
  return REPORTED_BY_KUBELET.some((reported) => reported === type);
}

function stopped(condition: NodeCondition, now: Timestamp): NodeCondition {
  if (condition.status === "Unknown") return condition;
  return {
    ...condition,
    status: "Unknown",
    lastTransitionTime: now,
    reason: "NodeStatusUnknown",
    message: "Kubelet stopped posting node status.",
  };
}
