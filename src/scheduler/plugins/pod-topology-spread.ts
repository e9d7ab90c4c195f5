/** Rejects nodes in domains that would exceed the maximum skew (PodTopologySpread, DoNotSchedule). */

import { matchesSelector } from "../../api/selector.ts";
import { type FilterPlugin, type NodeFilter, SKIP } from "../framework/plugin.ts";
import { type PluginVerdict, unresolvable, unschedulable } from "../framework/verdict.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import {
  countPods,
  hasAllKeys,
  isNodeIncluded,
  type SpreadConstraint,
  spreadConstraintsOf,
} from "./spread-constraint.ts";

export const SPREAD = "PodTopologySpread";
const MISSING_KEY = unresolvable(
  SPREAD,
  "node(s) didn't match pod topology spread constraints (missing required label)",
);
const SKEWED = unschedulable(SPREAD, "node(s) didn't match pod topology spread constraints");

export const podTopologySpread: FilterPlugin = {
  name: SPREAD,
  preFilter: (pod, { nodes }, switches) => {
    if (pod.shape.hardSpread.length === 0) return SKIP;
    const constraints = spreadConstraintsOf(pod, pod.shape.hardSpread, switches);
    const counts: Map<string, number>[] = constraints.map(() => new Map());
    for (const node of nodes) {
      if (!hasAllKeys(constraints, node)) continue;
      for (const [at, constraint] of constraints.entries()) {
        if (!isNodeIncluded(constraint, pod, node)) continue;
        raise(counts[at], node.labels[constraint.topologyKey], countPods(constraint, pod.namespace, node));
      }
    }
    return { kind: "filter", filter: new SpreadFilter(pod, constraints, counts) };
  },
};

class SpreadFilter implements NodeFilter {
  readonly #pod: PodInfo;
  readonly #constraints: readonly SpreadConstraint[];
  /** Number of pods by domain, for each constraint. */
  readonly #counts: readonly Map<string, number>[];
  /** The minimum over all domains, for each constraint; computed on demand. */
  #fewest: readonly number[] | undefined;

  constructor(pod: PodInfo, constraints: readonly SpreadConstraint[], counts: readonly Map<string, number>[]) {
    this.#pod = pod;
    this.#constraints = constraints;
    this.#counts = counts;
  }

  check({ labels }: NodeInfo): PluginVerdict | undefined {
    this.#fewest ??= this.#constraints.map(({ minDomains }, at) => fewestOf(this.#counts[at], minDomains));
    for (const [at, { topologyKey, maxSkew, selector }] of this.#constraints.entries()) {
      if (!Object.hasOwn(labels, topologyKey)) return MISSING_KEY;
      const own = matchesSelector(selector, this.#pod.labels) ? 1 : 0;
      const here = this.#counts[at]?.get(labels[topologyKey] ?? "") ?? 0;
      if (here + own - (this.#fewest[at] ?? 0) > maxSkew) return SKEWED;
    }
    return undefined;
  }

  podAdded(pod: PodInfo, node: NodeInfo): void {
    this.#count(pod, node, 1);
  }

  podRemoved(pod: PodInfo, node: NodeInfo): void {
    this.#count(pod, node, -1);
  }

  clone(): NodeFilter {
    const counts = this.#counts.map((domains) => new Map(domains));
    return new SpreadFilter(this.#pod, this.#constraints, counts);
  }

  #count(pod: PodInfo, node: NodeInfo, change: 1 | -1): void {
    if (pod.namespace !== this.#pod.namespace || !hasAllKeys(this.#constraints, node)) return;
    this.#fewest = undefined;
    for (const [at, constraint] of this.#constraints.entries()) {
      if (!matchesSelector(constraint.selector, pod.labels) || !isNodeIncluded(constraint, this.#pod, node)) continue;
      raise(this.#counts[at], node.labels[constraint.topologyKey], change);
    }
  }
}

/** With fewer than `minDomains` domains, the minimum is 0. */
function fewestOf(domains: ReadonlyMap<string, number> | undefined, minDomains: number): number {
  if (domains === undefined || domains.size < minDomains) return 0;
  return Math.min(...domains.values());
}

function raise(counts: Map<string, number> | undefined, domain: string | undefined, by: number): void {
  if (domain !== undefined) counts?.set(domain, (counts.get(domain) ?? 0) + by);
}
