/** A pod in the scheduler: one version of its object, parsed once and immutable. */

import type { PodSpec, PodStatus, StringMap } from "../api/types.ts";
import { type AffinityTerm, affinityTerm } from "./label-terms.ts";
import type { PodShape } from "./pod-shape.ts";

/** What the scheduler reads from a Pod object. */
export interface PodObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels?: StringMap;
    readonly deletionTimestamp?: string;
  };
  readonly spec: PodSpec;
  readonly status?: PodStatus;
}

/** The pod affinity terms of one pod: `required…` reject nodes, `preferred…` score them. */
export interface PodTerms {
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly AffinityTerm[];
  readonly preferredAntiAffinity: readonly AffinityTerm[];
}

/** The slot of a pod without a scheduler. */
const NO_SLOT = -1;
const NO_LABELS: StringMap = {};
const NO_TERMS: PodTerms = {
  requiredAffinity: [],
  requiredAntiAffinity: [],
  preferredAffinity: [],
  preferredAntiAffinity: [],
};

/** A node as its pods see it. */
export interface HostNode {
  readonly name: string;
  readonly pods: readonly PodInfo[];
  /** Adds a pod; returns its place. */
  add(pod: PodInfo): number;
  /** Replaces the pod at a place with a newer version, which comes last; returns the pod that has taken its place. */
  renew(pod: PodInfo, place: number): PodInfo | undefined;
  /** Removes the pod at a place; returns the pod that has taken its place. */
  removeAt(place: number): PodInfo | undefined;
}

/**
 * What the scheduler keeps about a pod, shared by all of its versions, so that no lookup by UID is needed.
 */
export class RememberedPod {
  /** The number of the pod for the environment of the scheduler. */
  readonly slot: number;
  /** The latest version; absent once the pod is gone. */
  latest: PodInfo | undefined = undefined;
  /** The node of the pod, whether the node exists or not. */
  nodeName: string | undefined = undefined;
  /** The node itself, if it exists, with the version of the pod there and its place among the pods of the node. */
  node: HostNode | undefined = undefined;
  placed: PodInfo | undefined = undefined;
  place = -1;

  constructor(slot: number) {
    this.slot = slot;
  }
}

export class PodInfo {
  readonly object: PodObject;
  readonly shape: PodShape;
  /** State that all versions of the pod share, such as its node; another cluster needs its own. */
  readonly known: RememberedPod;
  readonly terms: PodTerms;

  constructor(object: PodObject, shape: PodShape, known = new RememberedPod(NO_SLOT)) {
    this.object = object;
    this.shape = shape;
    this.known = known;
    const hasTerms = shape.podAffinity !== undefined || shape.podAntiAffinity !== undefined;
    this.terms = hasTerms ? termsOf(shape, this.namespace) : NO_TERMS;
  }

  get uid(): string {
    return this.object.metadata.uid;
  }

  get name(): string {
    return this.object.metadata.name;
  }

  get namespace(): string {
    return this.object.metadata.namespace;
  }

  get labels(): StringMap {
    return this.object.metadata.labels ?? NO_LABELS;
  }

  get priority(): number {
    return this.shape.priority;
  }

  /** The node to which preemption has nominated the pod; empty if none. */
  get nominatedNode(): string {
    return this.object.status?.nominatedNodeName ?? "";
  }

  get isTerminating(): boolean {
    return this.object.metadata.deletionTimestamp !== undefined;
  }

  /** Whether the pod is terminating because the scheduler preempted it. */
  get isBeingPreempted(): boolean {
    const condition = this.object.status?.conditions?.find(({ type }) => type === "DisruptionTarget");
    return this.isTerminating && condition?.status === "True" && condition.reason === "PreemptionByScheduler";
  }

  /** When the kubelet admitted the pod, in UTC, so that timestamps sort as strings; `undefined` before. */
  get startTime(): string | undefined {
    return this.object.status?.startTime;
  }
}

/** Whether a pod has ended: it uses no resources any more, and the scheduler drops it. */
export function isOver({ status }: PodObject): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

function termsOf({ podAffinity, podAntiAffinity }: PodShape, namespace: string): PodTerms {
  const required = (affinity: typeof podAffinity) =>
    (affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => affinityTerm(term, namespace, 1));
  const preferred = (affinity: typeof podAffinity) =>
    (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm, weight }) =>
      affinityTerm(podAffinityTerm, namespace, weight),
    );
  return {
    requiredAffinity: required(podAffinity),
    requiredAntiAffinity: required(podAntiAffinity),
    preferredAffinity: preferred(podAffinity),
    preferredAntiAffinity: preferred(podAntiAffinity),
  };
}
