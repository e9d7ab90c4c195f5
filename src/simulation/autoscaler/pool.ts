/** Node pools of a plan, and the settings of the Cluster Autoscaler. */

import type { Distribution } from "../../engine/distribution.ts";
import type { Reclaim } from "../nodes/node-outage.ts";

/** How the autoscaler chooses between pools (`--expander`). */
export const EXPANDERS = ["least-waste", "most-pods", "random"] as const;
export type Expander = (typeof EXPANDERS)[number];

/** A node group of the cloud. */
export interface PlannedPool {
  readonly name: string;
  /** The names of its nodes, in order; their number is the maximum size. */
  readonly nodes: readonly string[];
  readonly min: number;
  /** Number of nodes when the run begins. */
  readonly initial: number;
  /** From the request for a node until it is Ready. */
  readonly startAfter: Distribution;
  /** How long a node has to be unneeded (`--scale-down-unneeded-time`). */
  readonly scaleDownAfterMs: number;
  /** How long spot nodes live and how the cloud reclaims them; reclaimed nodes are replaced. */
  readonly spot?: { readonly lifetime: Distribution; readonly leadMs: number; readonly reclaim: Reclaim };
}

/** `--scan-interval`. */
export const SCAN_INTERVAL_MS = 10_000;
/** `--scale-down-delay-after-add`. */
export const DELAY_AFTER_ADD_MS = 600_000;
/** `--scale-down-utilization-threshold`. */
export const UTILISATION_THRESHOLD = 0.5;
/** `--max-empty-bulk-delete`, and the maximum number of nodes that are marked as candidates. */
export const MOST_AT_ONCE = 10;
/** `--node-delete-delay-after-taint`. */
export const DELAY_AFTER_TAINT_MS = 5_000;
/** `--expendable-pods-priority-cutoff`: pods below it do not trigger a scale-up. */
export const PRIORITY_CUTOFF = -10;

export const AUTOSCALER = "cluster-autoscaler";
