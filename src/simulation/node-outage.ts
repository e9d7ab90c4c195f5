/** What befalls nodes, as a plan has it. */

/**
 * A node that is away for a while.
 *
 * `drain`: closed to new pods, its pods evicted with time to stop, as `kubectl drain` and the handlers of spot notices
 * do. `loss`: its containers are gone at once; its pods are deleted by force when the
 * taint manager gives it up, or when the node is back. `removal`: the same, and its
 * Node object goes as well, so that the pod garbage collector fails its pods sooner.
 */
export interface NodeOutage {
  readonly atMs: number;
  readonly node: string;
  readonly kind: "drain" | "loss" | "removal";
  /** From its beginning to new pods; the node stays away where it is absent. */
  readonly downMs?: number;
}
