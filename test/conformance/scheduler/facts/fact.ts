/** Facts from upstream's own tests of scheduling and quota: one input, one expected answer (FORMAT-SCHEDULING.md). */

import type {
  DisruptionBudgetFacts,
  NodeAffinity,
  NodeFacts,
  ResourceList,
} from "../../../../src/api/scheduling-types.ts";
import type { Pod, PodSpec, PodStatus, StringMap } from "../../../../src/api/types.ts";
import type { LimitRangeFacts } from "../../../../src/apiserver/admission/limit-range/facts.ts";
import type { LimitedResource, QuotaFacts, ScopeRequirement } from "../../../../src/apiserver/admission/quota/facts.ts";
import { ClusterState } from "../../../../src/scheduler/cluster-state.ts";
import type { UtilisationPoint } from "../../../../src/scheduler/plugins/fit-score.ts";
import type { WeightedResource } from "../../../../src/scheduler/plugins/resource-shares.ts";
import { PodInfo } from "../../../../src/scheduler/pod-info.ts";
import { PodShapes } from "../../../../src/scheduler/pod-shape.ts";
import { CURRENT_SCHEDULER, type SchedulerSwitches } from "../../../../src/scheduler/switches.ts";
import { isRecord, type RecordedJson } from "../../vectors.ts";

export interface GivenPod {
  readonly metadata?: Partial<Pod["metadata"]>;
  readonly spec?: Partial<PodSpec>;
  readonly status?: PodStatus;
}

export interface GivenNode {
  readonly metadata?: { readonly name?: string; readonly labels?: StringMap };
  readonly spec?: NodeFacts["spec"];
  readonly status?: NodeFacts["status"];
}

export interface ScoreArgs {
  readonly type?: "LeastAllocated" | "MostAllocated" | "RequestedToCapacityRatio";
  readonly resources?: readonly WeightedResource[];
  readonly shape?: readonly UtilisationPoint[];
  readonly hardPodAffinityWeight?: number;
  readonly ignorePreferredTermsOfExistingPods?: boolean;
  readonly addedAffinity?: NodeAffinity;
  readonly ignoredResources?: readonly string[];
  readonly ignoredResourceGroups?: readonly string[];
  readonly args?: ScoreArgs;
  readonly nodeResourcesFitArgs?: {
    readonly scoringStrategy: Pick<ScoreArgs, "type" | "resources"> & {
      readonly requestedToCapacityRatio?: { readonly shape: readonly UtilisationPoint[] };
    };
  };
  readonly initialBackoffDuration?: number;
  readonly maxBackoffDuration?: number;
  readonly count?: number;
  readonly numAllNodes?: number;
  readonly globalPercentage?: number;
  readonly profilePercentage?: number | null;
  readonly preFilterMsg?: string;
  readonly postFilterMsg?: string;
  readonly reasonsByNode?: Readonly<Record<string, readonly string[]>>;
}

export interface Fact {
  readonly id: string;
  readonly kind: string;
  readonly gates?: Readonly<Record<string, boolean>>;
  readonly op?: string;
  readonly plugin?: string;
  readonly args?: ScoreArgs;
  readonly options?: Readonly<Record<string, boolean>> & { readonly nonMissingContainerRequests?: ResourceList };
  readonly nodes?: readonly GivenNode[];
  readonly failedNodes?: readonly GivenNode[];
  readonly existingPods?: readonly GivenPod[];
  readonly namespaces?: readonly { readonly metadata: { readonly name: string; readonly labels?: StringMap } }[];
  readonly pod?: GivenPod;
  readonly pdbs?: readonly DisruptionBudgetFacts[];
  readonly quotas?: readonly QuotaFacts[];
  readonly limitRanges?: readonly LimitRangeFacts[];
  readonly limitedResources?: readonly LimitedResource[];
  readonly required?: readonly string[];
  readonly selectors?: readonly ScopeRequirement[];
  readonly scopes?: readonly string[];
  readonly scopeSelector?: NonNullable<QuotaFacts["spec"]>["scopeSelector"];
  readonly filters?: readonly string[];
  readonly filterCodes?: Readonly<Record<string, string>>;
  readonly nominatedNodeCode?: string;
  readonly event?: {
    readonly resource: "Pod" | "Node";
    readonly old: (GivenPod & GivenNode) | null;
    readonly new: (GivenPod & GivenNode) | null;
  };
  readonly queue?: readonly { readonly priority: number; readonly queuedAtSeconds: number }[];
  readonly expect: Readonly<Record<string, unknown>>;
}

export function isSchedulingFact(vector: RecordedJson): vector is RecordedJson & Fact {
  const { id, kind, release, expect } = vector;
  return typeof id === "string" && typeof kind === "string" && release === "1.36" && isRecord(expect);
}

/** The switches of a fact: those of the release, but for the gates that its test sets. */
export function switchesOf({ gates = {} }: Fact): SchedulerSwitches {
  const on = (gate: string, otherwise: boolean) => gates[gate] ?? otherwise;
  return {
    ...CURRENT_SCHEDULER,
    podLevelResources: on("PodLevelResources", true),
    nodeInclusionPolicy: on("NodeInclusionPolicyInPodTopologySpread", true),
    spreadLabelKeys: on("MatchLabelKeysInPodTopologySpread", true),
    tolerationComparison: on("TaintTolerationComparisonOperators", false),
  };
}

/** Fills in what a unit test leaves out. */
export function nodeOf({ metadata, spec, status }: GivenNode, at: number): NodeFacts {
  const { name = `node${at + 1}`, labels } = metadata ?? {};
  return {
    metadata: { name, ...(labels === undefined ? {} : { labels }) },
    ...(spec === undefined ? {} : { spec }),
    ...(status === undefined ? {} : { status }),
  };
}

export function specOf({ spec }: GivenPod): PodSpec {
  return { containers: [], ...spec };
}

/** A pod as the scheduler knows it; one without a UID gets its place as one. */
export function podOf(pod: GivenPod, shapes: PodShapes, at: number): PodInfo {
  const { name = "", namespace = "", uid = `at-${at}`, ...metadata } = pod.metadata ?? {};
  const object = { metadata: { ...metadata, name, namespace, uid }, spec: specOf(pod), status: pod.status ?? {} };
  return new PodInfo(object, shapes.of(object.spec));
}

/** The cluster of a fact; `failedNodes` are there too. */
export function clusterOf(fact: Fact, shapes: PodShapes): ClusterState {
  const labels = new Map((fact.namespaces ?? []).map(({ metadata }) => [metadata.name, metadata.labels ?? {}]));
  const cluster = new ClusterState((namespace) => labels.get(namespace) ?? {});
  const nodes = [...(fact.nodes ?? []), ...(fact.failedNodes ?? [])].map(nodeOf);
  for (const node of nodes) cluster.setNode(node);
  const only = nodes.length === 1 ? nodes[0]?.metadata.name : undefined;
  for (const [at, pod] of (fact.existingPods ?? []).entries()) {
    const home = pod.spec?.nodeName ?? (fact.kind === "fit" || fact.kind === "ports" ? only : undefined);
    if (home !== undefined) cluster.setPod(podOf(pod, shapes, at), home);
  }
  return cluster;
}

/** The pod that waits. */
export function waitingPod(fact: Fact, shapes: PodShapes): PodInfo {
  return podOf(fact.pod ?? {}, shapes, -1);
}

export function shapesOf(fact: Fact): PodShapes {
  return new PodShapes(switchesOf(fact));
}
