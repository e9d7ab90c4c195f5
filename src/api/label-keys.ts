/** `matchLabelKeys`: selectors that use the values of the pod's own labels, resolved when the pod is created. */

import type { PodAffinity, PodAffinityTerm, TopologySpreadConstraint } from "./scheduling-types.ts";
import type { LabelSelector, PodSpec, StringMap } from "./types.ts";

/** Resolves the `matchLabelKeys` of spread constraints and affinity terms. */
export function withLabelKeys(spec: PodSpec, labels: StringMap): PodSpec {
  const { topologySpreadConstraints, affinity } = spec;
  let result = spec;
  if (topologySpreadConstraints?.some(({ matchLabelKeys = [] }) => matchLabelKeys.length > 0) === true) {
    const constraints = topologySpreadConstraints.map((constraint) => spreadWithKeys(constraint, labels));
    result = { ...result, topologySpreadConstraints: constraints };
  }
  if (affinity !== undefined && (hasKeys(affinity.podAffinity) || hasKeys(affinity.podAntiAffinity))) {
    const { podAffinity, podAntiAffinity } = affinity;
    const changed = {
      ...affinity,
      ...(podAffinity === undefined ? {} : { podAffinity: affinityWithKeys(podAffinity, labels) }),
      ...(podAntiAffinity === undefined ? {} : { podAntiAffinity: affinityWithKeys(podAntiAffinity, labels) }),
    };
    result = { ...result, affinity: changed };
  }
  return result;
}

function spreadWithKeys(constraint: TopologySpreadConstraint, labels: StringMap): TopologySpreadConstraint {
  const labelSelector = selectorWithKeys(constraint.labelSelector, constraint.matchLabelKeys ?? [], "In", labels);
  return labelSelector === undefined ? constraint : { ...constraint, labelSelector };
}

function affinityWithKeys(affinity: PodAffinity, labels: StringMap): PodAffinity {
  const { requiredDuringSchedulingIgnoredDuringExecution: required } = affinity;
  const { preferredDuringSchedulingIgnoredDuringExecution: preferred } = affinity;
  return {
    ...affinity,
    ...(required === undefined
      ? {}
      : { requiredDuringSchedulingIgnoredDuringExecution: required.map((term) => termWithKeys(term, labels)) }),
    ...(preferred === undefined
      ? {}
      : {
          preferredDuringSchedulingIgnoredDuringExecution: preferred.map((weighted) => ({
            ...weighted,
            podAffinityTerm: termWithKeys(weighted.podAffinityTerm, labels),
          })),
        }),
  };
}

function termWithKeys(term: PodAffinityTerm, labels: StringMap): PodAffinityTerm {
  const { matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  const matching = selectorWithKeys(term.labelSelector, matchLabelKeys, "In", labels);
  const labelSelector = selectorWithKeys(matching, mismatchLabelKeys, "NotIn", labels);
  return labelSelector === undefined ? term : { ...term, labelSelector };
}

/** Without a selector there is nothing to add to; keys that the pod does not have are skipped. */
function selectorWithKeys(
  selector: LabelSelector | undefined,
  keys: readonly string[],
  operator: "In" | "NotIn",
  labels: StringMap,
): LabelSelector | undefined {
  const own = keys.filter((key) => Object.hasOwn(labels, key));
  if (selector === undefined || own.length === 0) return selector;
  const added = own.map((key) => ({ key, operator, values: [labels[key] ?? ""] }));
  return { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...added] };
}

function hasKeys(affinity: PodAffinity | undefined): boolean {
  const required = affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [...required, ...preferred.map(({ podAffinityTerm }) => podAffinityTerm)].some(
    ({ matchLabelKeys = [], mismatchLabelKeys = [] }) => matchLabelKeys.length + mismatchLabelKeys.length > 0,
  );
}
