/** What happens to nodes, as a plan has it. */

/**
 * How the pods of a spot node learn that it goes. `drain`: they are evicted at the notice, as node termination handlers
 * do. `shutdown`: the kubelet hears it, and stops them (graceful node shutdown).
 */
export type Reclaim = "drain" | "shutdown";

/**
 * A node that is away for a while.
 *
 * `drain`: closed to new pods, its pods evicted with time to stop, as `kubectl drain` does. `loss`: the power is gone,
 * and nobody says so: its pods stay as they are until the node controller gives them up, and then stay Terminating
 * until the node is back; a node that is back has rebooted. `removal`: the same, and its Node object goes as well, so
 * that the pod garbage collector fails its pods. `spot`: the cloud gives notice, the node is drained, and is removed
 * after `leadMs`.
 */
export interface NodeOutage {
  readonly atMs: number;
  readonly node: string;
  readonly kind: "drain" | "loss" | "removal" | "spot";
  /** From its beginning to new pods; the node stays away if it is absent. */
  readonly downMs?: number;
  /** Of a spot node: from the notice until the node is gone; two minutes if absent. */
  readonly leadMs?: number;
  /** Of a spot node; `drain` if absent. */
  readonly reclaim?: Reclaim;
}

/** Notice that a cloud gives before it takes a spot node, if nothing is said: two minutes, as AWS does. */
export const SPOT_LEAD_MS = 120_000;

/** After this the pods of a lost node are given up: a minute at most until it is unreachable, and 300 s. */
export const GIVEN_UP_AFTER_MS = 360_000;
