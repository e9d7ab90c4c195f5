/** The taints that Kubernetes puts on nodes, and set operations for taints. */

import { isSameTaint, type NodeTaint } from "../../api/node.ts";

export const UNREACHABLE_KEY = "node.kubernetes.io/unreachable";
export const NOT_READY_KEY = "node.kubernetes.io/not-ready";
export const OUT_OF_SERVICE_KEY = "node.kubernetes.io/out-of-service";

/** `UnreachableTaintTemplate`. */
export const UNREACHABLE: NodeTaint = { key: UNREACHABLE_KEY, effect: "NoExecute" };
/** `NotReadyTaintTemplate`. */
export const NOT_READY: NodeTaint = { key: NOT_READY_KEY, effect: "NoExecute" };

/** `TaintSetDiff`: which taints to add and which to remove. */
export function taintDifference(wanted: readonly NodeTaint[], held: readonly NodeTaint[]) {
  return {
    toAdd: wanted.filter((taint) => !includesTaint(held, taint)),
    toRemove: held.filter((taint) => !includesTaint(wanted, taint)),
  };
}

/** `AddOrUpdateTaint`: added taints come last. */
export function withTaints(held: readonly NodeTaint[], added: readonly NodeTaint[]): readonly NodeTaint[] {
  return [...held.filter((taint) => !includesTaint(added, taint)), ...added];
}

/** `RemoveTaint`. */
export function withoutTaints(held: readonly NodeTaint[], removed: readonly NodeTaint[]): readonly NodeTaint[] {
  return held.filter((taint) => !includesTaint(removed, taint));
}

export function includesTaint(taints: readonly NodeTaint[], taint: NodeTaint): boolean {
  return taints.some((held) => isSameTaint(held, taint));
}
