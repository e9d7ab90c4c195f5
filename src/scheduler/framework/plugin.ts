/** What plugins are made of: filters refuse nodes, scores order those that are left. */

import type { Snapshot } from "../cluster-state.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import type { SchedulerSwitches } from "../switches.ts";
import type { PluginVerdict } from "./verdict.ts";

/** Looks at one node after another for one pod; what it knows of the pods on nodes can be changed for a what-if. */
export interface NodeFilter {
  check(node: NodeInfo): PluginVerdict | undefined;
  /** The same as if a pod were on a node too, or were not. Absent if other pods do not matter. */
  readonly podAdded?: (pod: PodInfo, node: NodeInfo) => void;
  readonly podRemoved?: (pod: PodInfo, node: NodeInfo) => void;
  /** A copy whose what-ifs leave this one alone. */
  clone(): NodeFilter;
}

/** What a plugin makes of a pod before it looks at nodes (extension point PreFilter). */
export type PreFiltered =
  | { readonly kind: "skip" }
  | { readonly kind: "refused"; readonly verdict: PluginVerdict }
  | { readonly kind: "filter"; readonly filter: NodeFilter; readonly onlyNodes?: ReadonlySet<string> };

export interface FilterPlugin {
  readonly name: string;
  preFilter(pod: PodInfo, snapshot: Snapshot, switches: SchedulerSwitches): PreFiltered;
}

export const SKIP: PreFiltered = { kind: "skip" };

/** Scores nodes for one pod. */
export interface NodeScorer {
  /** A whole number; more is better, unless `normalise` says otherwise. */
  score(node: NodeInfo): number;
  /** Brings the scores of all nodes between 0 and 100, in place. Absent if they are already. */
  readonly normalise?: (scores: number[], nodes: readonly NodeInfo[]) => void;
}

export interface ScorePlugin {
  readonly name: string;
  readonly weight: number;
  /** `undefined` where the plugin has nothing to say about the pod (extension point PreScore, Skip). */
  preScore(
    pod: PodInfo,
    feasible: readonly NodeInfo[],
    snapshot: Snapshot,
    switches: SchedulerSwitches,
  ): NodeScorer | undefined;
}

/** A filter that looks at the node alone. */
export function plainFilter(check: (node: NodeInfo) => PluginVerdict | undefined): NodeFilter {
  const filter: NodeFilter = { check, clone: () => filter };
  return filter;
}
