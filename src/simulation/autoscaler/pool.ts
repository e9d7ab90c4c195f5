/** Pools of nodes that grow and shrink, as a plan has them, and the settings of the Cluster Autoscaler. */

import type { Distribution } from "../../engine/distribution.ts";
import type { Reclaim } from "../nodes/node-outage.ts";

/** How the autoscaler chooses among pools that would all help (`--expander`). */
export const EXPANDERS = ["least-waste", "most-pods", "random"] as const;
export type Expander = (typeof EXPANDERS)[number];

/** A group of nodes of the cloud. Its nodes are those of the cluster's `nodes` that name it. */
export interface PlannedPool {
  readonly name: string;
  /** The names that its nodes may have, in order; no more than these. */
  readonly nodes: readonly string[];
  readonly min: number;
  /** Nodes that are there when the run begins. */
  readonly initial: number;
  /** From the request for a node until it is Ready. */
  readonly startAfter: Distribution;
  /** How long a node has to be unneeded (`--scale-down-unneeded-time`). */
  readonly scaleDownAfterMs: number;
  /** How long the cloud leaves a node, and how it takes it back. Others take the place of those. */
  readonly spot?: { readonly lifetime: Distribution; readonly leadMs: number; readonly reclaim: Reclaim };
}

/** `--scan-interval`. */
export const SCAN_INTERVAL_MS = 10_000;
/** `--scale-down-delay-after-add`. */
export const DELAY_AFTER_ADD_MS = 600_000;
/** `--scale-down-utilization-threshold`. */
export const UTILISATION_THRESHOLD = 0.5;
/** `--max-empty-bulk-delete`, and how many nodes are marked as candidates at once. */
export const MOST_AT_ONCE = 10;
/** `--node-delete-delay-after-taint`. */
export const DELAY_AFTER_TAINT_MS = 5_000;
/** `--expendable-pods-priority-cutoff`: nobody makes room for pods below it. */
export const PRIORITY_CUTOFF = -10;

export const AUTOSCALER = "cluster-autoscaler";
