/** Facts of filters and scores: one plugin alone, on a few nodes. */

import type { FilterPlugin, ScorePlugin } from "../../../../src/scheduler/framework/plugin.ts";
import type { PluginVerdict } from "../../../../src/scheduler/framework/verdict.ts";
import { balancedAllocationWith } from "../../../../src/scheduler/plugins/balanced-allocation.ts";
import { fitScoreWith, type ScoringStrategy } from "../../../../src/scheduler/plugins/fit-score.ts";
import { imageLocality } from "../../../../src/scheduler/plugins/image-locality.ts";
import { interPodAffinity } from "../../../../src/scheduler/plugins/inter-pod-affinity.ts";
import { interPodAffinityScoreWith } from "../../../../src/scheduler/plugins/inter-pod-affinity-score.ts";
import {
  nodeAffinityScoreWith,
  nodeAffinityVerdict,
  nodeAffinityWith,
} from "../../../../src/scheduler/plugins/node-affinity.ts";
import { nodeName } from "../../../../src/scheduler/plugins/node-name.ts";
import { nodePorts } from "../../../../src/scheduler/plugins/node-ports.ts";
import { nodeResourcesFitWith } from "../../../../src/scheduler/plugins/node-resources-fit.ts";
import { nodeUnschedulable } from "../../../../src/scheduler/plugins/node-unschedulable.ts";
import { podTopologySpread } from "../../../../src/scheduler/plugins/pod-topology-spread.ts";
import { CPU_AND_MEMORY } from "../../../../src/scheduler/plugins/resource-shares.ts";
import { spreadScore } from "../../../../src/scheduler/plugins/spread-score.ts";
import { taintToleration, taintTolerationScore } from "../../../../src/scheduler/plugins/taint-toleration.ts";
import { clusterOf, type Fact, type ScoreArgs, shapesOf, switchesOf, waitingPod } from "./fact.ts";

/** What a filter says of each node, in the words of the fact. */
export function filterAnswer(fact: Fact): Record<string, unknown> {
  const shapes = shapesOf(fact);
  const cluster = clusterOf(fact, shapes);
  const pod = waitingPod(fact, shapes);
  const outcome = filterOf(fact).preFilter(pod, cluster, switchesOf(fact));
  const verdicts = new Map<string, PluginVerdict | undefined>();
  for (const node of cluster.nodes) {
    // Upstream's tests of node affinity go on to the filter.
    const isAsked = fact.kind === "nodeAffinity" && outcome.kind === "refused";
    if (isAsked) verdicts.set(node.name, nodeAffinityVerdict(pod, node));
    else if (outcome.kind === "refused") verdicts.set(node.name, outcome.verdict);
    else
      verdicts.set(
        node.name,
        outcome.kind === "skip" ? sidecarVerdict(fact) : (outcome.filter.check(node) ?? sidecarVerdict(fact)),
      );
  }
  const byNode = (look: (verdict: PluginVerdict | undefined) => unknown) =>
    Object.fromEntries([...verdicts].map(([name, verdict]) => [name, look(verdict)]));
  return {
    fits: byNode((verdict) => verdict === undefined),
    codes: byNode((verdict) => verdict?.code ?? "Success"),
    reasons: byNode((verdict) => [...(verdict?.reasons ?? [])].sort()),
    preFilter: preFilterAnswer(outcome),
    preFilterNodes: outcome.kind === "filter" ? [...(outcome.onlyNodes ?? [])].sort() : [],
  };
}

function preFilterAnswer(outcome: ReturnType<FilterPlugin["preFilter"]>): unknown {
  if (outcome.kind === "refused") return { code: outcome.verdict.code, reasons: outcome.verdict.reasons };
  return { code: outcome.kind === "skip" ? "Skip" : "Success", reasons: [] };
}

/** With side-cars switched off a pod that has one is refused; no release does so today. */
function sidecarVerdict({ gates = {}, pod }: Fact): PluginVerdict | undefined {
  const hasSidecar = pod?.spec?.initContainers?.some(({ restartPolicy }) => restartPolicy === "Always") === true;
  if (gates.SidecarContainers !== false || !hasSidecar) return undefined;
  const reason = "Pod has a restartable init container and the SidecarContainers feature is disabled";
  return { plugin: "NodeResourcesFit", code: "UnschedulableAndUnresolvable", reasons: [reason] };
}

export function filterByName(name: string, args: ScoreArgs = {}): FilterPlugin {
  switch (name) {
    case "fit":
    case "NodeResourcesFit":
      return nodeResourcesFitWith(args);
    case "taints":
      return taintToleration;
    case "nodeAffinity":
      return nodeAffinityWith(args.addedAffinity);
    case "nodeName":
      return nodeName;
    case "nodeUnschedulable":
      return nodeUnschedulable;
    case "ports":
    case "NodePorts":
      return nodePorts;
    case "spread":
    case "PodTopologySpread":
      return podTopologySpread;
    case "interPod":
    case "InterPodAffinity":
      return interPodAffinity;
    default:
      throw new Error(`unknown filter ${name}`);
  }
}

function filterOf({ kind, args }: Fact): FilterPlugin {
  return filterByName(kind, args);
}

/** The scores of each node, normalised if the fact has them so. */
export function scoreAnswer(fact: Fact): Record<string, unknown> {
  const shapes = shapesOf(fact);
  const cluster = clusterOf(fact, shapes);
  const pod = waitingPod(fact, shapes);
  const failed = new Set((fact.failedNodes ?? []).map(({ metadata }) => metadata?.name));
  const feasible = cluster.nodes.filter(({ name }) => !failed.has(name));
  const scorer = scorePlugin(fact).preScore(pod, feasible, cluster, switchesOf(fact));
  const scores = feasible.map((node) => scorer?.score(node) ?? 0);
  if (fact.expect.normalizedScores !== undefined) scorer?.normalise?.(scores, feasible);
  const byNode = Object.fromEntries(feasible.map(({ name }, at) => [name, scores[at]]));
  return { scores: byNode, normalizedScores: byNode };
}

function scorePlugin({ plugin, args = {} }: Fact): ScorePlugin {
  switch (plugin) {
    case "NodeResourcesFit":
      return fitScoreWith(strategyOf(args));
    case "NodeResourcesBalancedAllocation":
      return balancedAllocationWith(args.args?.resources ?? args.resources ?? CPU_AND_MEMORY);
    case "TaintToleration":
      return taintTolerationScore;
    case "NodeAffinity":
      return nodeAffinityScoreWith(args.addedAffinity);
    case "PodTopologySpread":
      return spreadScore;
    case "ImageLocality":
      return imageLocality;
    case "InterPodAffinity":
      return interPodAffinityScoreWith({
        hardPodAffinityWeight: args.hardPodAffinityWeight ?? 1,
        ignorePreferredTermsOfExistingPods: args.ignorePreferredTermsOfExistingPods ?? false,
      });
    default:
      throw new Error(`unknown score ${plugin}`);
  }
}

function strategyOf(args: ScoreArgs): ScoringStrategy {
  const nested = args.nodeResourcesFitArgs?.scoringStrategy;
  const type = nested?.type ?? args.type ?? "LeastAllocated";
  const resources = nested?.resources ?? args.resources ?? CPU_AND_MEMORY;
  if (type !== "RequestedToCapacityRatio") return { type, resources };
  return { type, resources, shape: nested?.requestedToCapacityRatio?.shape ?? args.shape ?? [] };
}
