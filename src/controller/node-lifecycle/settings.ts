/** Settings of the node lifecycle controller: flags of kube-controller-manager. */

import type { NodeLifecycleSwitches } from "./switches.ts";

export interface NodeLifecycleSettings {
  /** `--node-monitor-period`: time between two passes over all nodes. */
  readonly monitorPeriodMs: number;
  /** `--node-monitor-grace-period`: silence after which a node counts as unreachable; 40 s up to 1.30. */
  readonly graceMs: number;
  /** `--node-startup-grace-period`: the same for a node whose kubelet never posted a status. */
  readonly startupGraceMs: number;
  /** `--node-eviction-rate`: nodes per second and zone that get the NoExecute taint. */
  readonly evictionRate: number;
  /** `--secondary-node-eviction-rate`: the same in a large zone that is partly disrupted. */
  readonly secondaryEvictionRate: number;
  /** `--large-cluster-size-threshold`: a partly disrupted zone with more nodes still gets taints. */
  readonly largeClusterThreshold: number;
  /** `--unhealthy-zone-threshold`: share of lost nodes at which a zone counts as partly disrupted. */
  readonly unhealthyZoneThreshold: number;
}

/** Defaults of Kubernetes 1.36 (cmd/kube-controller-manager, semantics 12, section 1). */
export const DEFAULT_NODE_LIFECYCLE: NodeLifecycleSettings = {
  monitorPeriodMs: 5_000,
  graceMs: 50_000,
  startupGraceMs: 60_000,
  evictionRate: 0.1,
  secondaryEvictionRate: 0.01,
  largeClusterThreshold: 50,
  unhealthyZoneThreshold: 0.55,
};

const GRACE_MS = { "40s": 40_000, "50s": 50_000 } as const;

/** The default flags of a release. */
export function nodeLifecycleSettings({ nodeMonitorGrace }: NodeLifecycleSwitches): NodeLifecycleSettings {
  return { ...DEFAULT_NODE_LIFECYCLE, graceMs: GRACE_MS[nodeMonitorGrace] };
}

/** `NodeEvictionPeriod`: how often the queues of nodes that wait for the NoExecute taint are processed. */
export const TAINTING_PERIOD_MS = 100;
/** Offset within that period: random in a real cluster, halfway between two passes in the recordings. */
export const TAINTING_OFFSET_MS = 50;
/** Delay from a change of a node to its NoSchedule taints: the watch has to wake the worker. */
export const NO_SCHEDULE_DELAY_MS = 1;
/** `EvictionRateLimiterBurst`. */
export const TAINTING_BURST = 1;
/** A zone is partly disrupted only if more nodes than this are lost. */
export const FEW_LOST_NODES = 2;
