/** Prefers nodes in domains with few matching pods (PodTopologySpread, ScheduleAnyway). */

import type { NodeScorer, ScorePlugin } from "../framework/plugin.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import { MAX_SCORE } from "./normalise.ts";
import { SPREAD } from "./pod-topology-spread.ts";
import {
  countPods,
  hasAllKeys,
  isNodeIncluded,
  type SpreadConstraint,
  spreadConstraintsOf,
} from "./spread-constraint.ts";

const HOSTNAME = "kubernetes.io/hostname";

/** Only uses constraints of the pod: the defaults of the profile are for pods that a Service selects. */
export const spreadScore: ScorePlugin = {
  name: SPREAD,
  weight: 2,
  preScore: (pod, feasible, { nodes }, switches) => {
    if (pod.shape.softSpread.length === 0) return undefined;
    const constraints = spreadConstraintsOf(pod, pod.shape.softSpread, switches);
    const ignored = new Set(feasible.filter((node) => !hasAllKeys(constraints, node)));
    const candidates = feasible.filter((node) => !ignored.has(node));
    const domains = constraints.map(({ topologyKey }) => domainsOf(topologyKey, candidates));
    const weights = constraints.map(({ topologyKey }, at) => {
      const size = topologyKey === HOSTNAME ? candidates.length : (domains[at]?.size ?? 0);
      return Math.log(size + 2);
    });
    for (const node of nodes) if (hasAllKeys(constraints, node)) countInto(domains, constraints, pod, node);
    return scorerOf({ pod, constraints, domains, weights, ignored });
  },
};

interface SpreadState {
  readonly pod: PodInfo;
  readonly constraints: readonly SpreadConstraint[];
  /** Number of pods by domain of the feasible nodes, for each constraint. */
  readonly domains: readonly Map<string, number>[];
  readonly weights: readonly number[];
  readonly ignored: ReadonlySet<NodeInfo>;
}

function scorerOf({ pod, constraints, domains, weights, ignored }: SpreadState): NodeScorer {
  return {
    score: (node) => {
      if (ignored.has(node)) return 0;
      let sum = 0;
      for (const [at, constraint] of constraints.entries()) {
        const { topologyKey, maxSkew } = constraint;
        const count =
          topologyKey === HOSTNAME
            ? countPods(constraint, pod.namespace, node)
            : (domains[at]?.get(node.labels[topologyKey] ?? "") ?? 0);
        sum += count * (weights[at] ?? 0) + (maxSkew - 1);
      }
      return Math.round(sum);
    },
    normalise: (scores, nodes) => reverse(scores, nodes, ignored),
  };
}

/** Reverses the range, as few pods are best. */
function reverse(scores: number[], nodes: readonly NodeInfo[], ignored: ReadonlySet<NodeInfo>): void {
  const counted = scores.filter((_score, at) => !isIgnored(nodes[at], ignored));
  const max = Math.max(0, ...counted);
  const min = Math.min(...counted);
  for (const [at, score] of scores.entries()) {
    if (isIgnored(nodes[at], ignored)) scores[at] = 0;
    else scores[at] = max === 0 ? MAX_SCORE : Math.trunc((MAX_SCORE * (max + min - score)) / max);
  }
}

function isIgnored(node: NodeInfo | undefined, ignored: ReadonlySet<NodeInfo>): boolean {
  return node === undefined || ignored.has(node);
}

/** The domains of a key; empty for the host name, which is counted by node. */
function domainsOf(topologyKey: string, candidates: readonly NodeInfo[]): Map<string, number> {
  const domains = new Map<string, number>();
  if (topologyKey === HOSTNAME) return domains;
  for (const { labels } of candidates) domains.set(labels[topologyKey] ?? "", 0);
  return domains;
}

function countInto(
  domains: readonly Map<string, number>[],
  constraints: readonly SpreadConstraint[],
  pod: PodInfo,
  node: NodeInfo,
): void {
  for (const [at, constraint] of constraints.entries()) {
    const domain = node.labels[constraint.topologyKey] ?? "";
    const before = domains[at]?.get(domain);
    if (before === undefined || !isNodeIncluded(constraint, pod, node)) continue;
    domains[at]?.set(domain, before + countPods(constraint, pod.namespace, node));
  }
}
