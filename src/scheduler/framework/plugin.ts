/** The interfaces of plugins: filters reject nodes, scores rank the remaining ones. */

import type { NodeFacts } from "../../api/scheduling-types.ts";
import type { Snapshot } from "../cluster-state.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import type { SchedulerSwitches } from "../switches.ts";
import type { PluginVerdict } from "./verdict.ts";

/** Checks nodes for one pod; pods can be added to and removed from its state for dry runs. */
export interface NodeFilter {
  check(node: NodeInfo): PluginVerdict | undefined;
  /** Whether the verdict depends on the object of the node alone, and not on the pods on it. */
  readonly readsObjectOnly?: boolean;
  /** Adds a pod to the state, or removes it (AddPod, RemovePod). Absent if other pods do not matter. */
  readonly podAdded?: (pod: PodInfo, node: NodeInfo) => void;
  readonly podRemoved?: (pod: PodInfo, node: NodeInfo) => void;
  /** A copy with its own state. */
  clone(): NodeFilter;
}

/** The result of PreFilter. */
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
  /** Whether the score depends on the object of the node alone, and not on the pods on it. */
  readonly readsObjectOnly?: boolean;
  /** Scales the scores of all nodes to 0 to 100, in place. Absent if they already are. */
  readonly normalise?: (scores: number[], nodes: readonly NodeInfo[]) => void;
}

export interface ScorePlugin {
  readonly name: string;
  readonly weight: number;
  /** `undefined` if the plugin does not score the pod (extension point PreScore, Skip). */
  preScore(
    pod: PodInfo,
    feasible: readonly NodeInfo[],
    snapshot: Snapshot,
    switches: SchedulerSwitches,
  ): NodeScorer | undefined;
}

/** A filter that depends only on the node and its pods. */
export function plainFilter(check: (node: NodeInfo) => PluginVerdict | undefined): NodeFilter {
  const filter: NodeFilter = { check, clone: () => filter };
  return filter;
}

/** A filter that depends only on the object of the node. */
export function objectFilter(check: (node: NodeFacts) => PluginVerdict | undefined): NodeFilter {
  const filter: NodeFilter = { check: ({ node }) => check(node), readsObjectOnly: true, clone: () => filter };
  return filter;
}
