/** A pod as the scheduler knows it: one version of its object, read once. Never changed in place. */

import type { PodSpec, PodStatus, StringMap } from "../api/types.ts";
import { type AffinityTerm, affinityTerm } from "./label-terms.ts";
import type { PodShape } from "./pod-shape.ts";

/** What the scheduler reads of a Pod object. */
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

/** The terms of pod affinity of one pod: `required…` refuse nodes, `preferred…` score them. */
export interface PodTerms {
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly AffinityTerm[];
  readonly preferredAntiAffinity: readonly AffinityTerm[];
}

/** Of a pod that no scheduler runs after. */
const NO_SLOT = -1;
const NO_LABELS: StringMap = {};
const NO_TERMS: PodTerms = {
  requiredAffinity: [],
  requiredAntiAffinity: [],
  preferredAffinity: [],
  preferredAntiAffinity: [],
};

/**
 * What the scheduler remembers of one pod, whatever its version: all versions share it, so that a pod that is at hand
 * needs no look-up in a map by UID.
 */
export class RememberedPod {
  /** The number by which the world around the scheduler calls the pod. */
  readonly slot: number;
  /** The newest version; absent once the pod is gone. */
  latest: PodInfo | undefined = undefined;
  /** The node that the pod counts on, whether it is there or not. */
  nodeName: string | undefined = undefined;
  /** The version that its node has, if that is there, and its place among the pods of the node. */
  placed: PodInfo | undefined = undefined;
  place = -1;

  constructor(slot: number) {
    this.slot = slot;
  }
}

export class PodInfo {
  readonly object: PodObject;
  readonly shape: PodShape;
  /** What all versions of the pod share, such as its node; for another cluster it has to be another. */
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

  /** The node that preemption makes room on for this pod; empty without one. */
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

  /** When the kubelet took the pod, in UTC, so that later texts are later instants; `undefined` before that. */
  get startTime(): string | undefined {
    return this.object.status?.startTime;
  }
}

/** Whether a pod is over: it holds nothing any more, and the scheduler forgets it. */
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
