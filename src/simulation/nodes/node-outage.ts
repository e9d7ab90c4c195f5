/** Planned outages of nodes. */

/**
 * How the pods of a spot node are stopped. `drain`: they are evicted at the notice, as node termination handlers do.
 * `shutdown`: the kubelet stops them (graceful node shutdown).
 */
export type Reclaim = "drain" | "shutdown";

/**
 * An outage of a node.
 *
 * `drain`: the node is cordoned and its pods are evicted gracefully, as by `kubectl drain`. `loss`: the node loses
 * power without notice: its pods do not change until they are evicted by taint, and then stay Terminating until the
 * node is back; a node that comes back has rebooted. `removal`: the same, but the Node object is deleted as well, so
 * the pod garbage collector fails the pods. `spot`: the cloud gives notice, the node is drained, and is removed after
 * `leadMs`.
 */
export interface NodeOutage {
  readonly atMs: number;
  readonly node: string;
  readonly kind: "drain" | "loss" | "removal" | "spot";
  /** From the beginning of the outage until new pods can be scheduled; without it the node does not come back. */
  readonly downMs?: number;
  /** For a spot node: from the notice until the node is gone; two minutes by default. */
  readonly leadMs?: number;
  /** For a spot node; `drain` by default. */
  readonly reclaim?: Reclaim;
}

/** Default notice before a spot node is reclaimed: two minutes, as on AWS. */
export const SPOT_LEAD_MS = 120_000;

/** After this time the pods of a lost node have been evicted: at most a minute until it is unreachable, plus 300 s. */
export const GIVEN_UP_AFTER_MS = 360_000;
