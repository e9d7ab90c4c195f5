/** Parsed terms of pod affinity, and which pods they match. */

import type { PodAffinityTerm } from "../api/scheduling-types.ts";
import { matchesSelector } from "../api/selector.ts";
import type { LabelSelector, StringMap } from "../api/types.ts";

/** Looks up the labels of a namespace, for terms that select namespaces by label. */
export type NamespaceLabels = (namespace: string) => StringMap;

/** What terms need from a pod. */
export interface Labelled {
  readonly namespace: string;
  readonly labels: StringMap;
}

/** A term of pod affinity or anti-affinity. */
export interface AffinityTerm {
  readonly topologyKey: string;
  readonly weight: number;
  readonly labelSelector: LabelSelector | undefined;
  readonly namespaceSelector: LabelSelector | undefined;
  readonly namespaces: readonly string[];
}

/** Parses a term; without namespaces and namespace selector it applies to the namespace of its pod. */
export function affinityTerm(term: PodAffinityTerm, ownNamespace: string, weight: number): AffinityTerm {
  const { labelSelector, namespaceSelector, namespaces = [], topologyKey } = term;
  const isOwn = namespaces.length === 0 && namespaceSelector === undefined;
  return { topologyKey, weight, labelSelector, namespaceSelector, namespaces: isOwn ? [ownNamespace] : namespaces };
}

/** Whether a term matches a pod. */
export function matchesTerm(term: AffinityTerm, pod: Labelled, labelsOf: NamespaceLabels): boolean {
  const isNamespace =
    term.namespaces.includes(pod.namespace) ||
    (term.namespaceSelector !== undefined && matchesSelector(term.namespaceSelector, labelsOf(pod.namespace)));
  return isNamespace && matchesSelector(term.labelSelector, pod.labels);
}
