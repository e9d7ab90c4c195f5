/** Runs the PreFilter and Filter plugins of an attempt. */

import type { Snapshot } from "../cluster-state.ts";
import type { NodeInfo } from "../node-info.ts";
import type { Nominator } from "../nominator.ts";
import type { PodInfo } from "../pod-info.ts";
import type { SchedulerSwitches } from "../switches.ts";
import type { FilterPlugin, NodeFilter } from "./plugin.ts";
import type { PluginVerdict } from "./verdict.ts";

/** The result of PreFilter. */
export type Prepared =
  | { readonly kind: "refused"; readonly verdict: PluginVerdict }
  | {
      readonly kind: "ready";
      readonly filters: readonly NodeFilter[];
      /** The nodes that plugins restrict the pod to, and these plugins; `undefined` for all nodes. */
      readonly onlyNodes: ReadonlySet<string> | undefined;
      readonly limitedBy: readonly string[];
    };

/** Runs PreFilter of all plugins until one rejects the pod. */
export function prepareFilters(
  plugins: readonly FilterPlugin[],
  pod: PodInfo,
  snapshot: Snapshot,
  switches: SchedulerSwitches,
): Prepared {
  const filters: NodeFilter[] = [];
  const limitedBy: string[] = [];
  let onlyNodes: ReadonlySet<string> | undefined;
  for (const plugin of plugins) {
    const outcome = plugin.preFilter(pod, snapshot, switches);
    if (outcome.kind === "refused") return outcome;
    if (outcome.kind === "skip") continue;
    filters.push(outcome.filter);
    if (outcome.onlyNodes === undefined) continue;
    limitedBy.push(plugin.name);
    onlyNodes = onlyNodes === undefined ? outcome.onlyNodes : intersection(onlyNodes, outcome.onlyNodes);
  }
  return { kind: "ready", filters, onlyNodes, limitedBy };
}

/** The verdict of the first plugin that rejects a node. */
export function checkNode(filters: readonly NodeFilter[], node: NodeInfo): PluginVerdict | undefined {
  for (const filter of filters) {
    const verdict = filter.check(node);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/**
 * The verdict for a node with nominated pods: it must fit both with the pods of the same or a higher priority that are
 * nominated to it and without them, since they may not be bound to it (`RunFilterPluginsWithNominatedPods`).
 */
export function checkNodeWithNominated(
  filters: readonly NodeFilter[],
  pod: PodInfo,
  node: NodeInfo,
  nominator: Nominator,
): PluginVerdict | undefined {
  const others = nominator.othersOn(node.name, pod);
  if (others.length > 0) {
    const copies = filters.map((filter) => filter.clone());
    const crowded = node.clone();
    for (const other of others) addPod(copies, other, crowded);
    const verdict = checkNode(copies, crowded);
    if (verdict !== undefined) return verdict;
  }
  return checkNode(filters, node);
}

/** Adds a pod to a node and to the state of all filters. */
export function addPod(filters: readonly NodeFilter[], pod: PodInfo, node: NodeInfo): void {
  node.add(pod);
  for (const filter of filters) filter.podAdded?.(pod, node);
}

/** Removes a pod from a node and from the state of all filters. */
export function removePod(filters: readonly NodeFilter[], pod: PodInfo, node: NodeInfo): void {
  node.remove(pod);
  for (const filter of filters) filter.podRemoved?.(pod, node);
}

function intersection(some: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...some].filter((name) => others.has(name)));
}
