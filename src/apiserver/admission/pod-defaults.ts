/**
 * Defaults that the API server fills into the spec of a pod that a controller creates (`SetDefaults_Pod`, and what the
 * pod strategy merges). Pods created by users already have all defaults.
 */

import { copyWith } from "../../api/copy-with.ts";
import { defaultedContainers } from "../../api/defaults/pod.ts";
import type { LabelSelector, StringMap } from "../../api/label-types.ts";
import { oncePerObject } from "../../api/once-per-object.ts";
import type { Affinity, PodAffinity, PodAffinityTerm } from "../../api/scheduling-types.ts";
import type { Container, PodSpec } from "../../api/types.ts";

/** Which `matchLabelKeys` the release merges into selectors when a pod is created. */
export interface MergedKeys {
  /** Those of spread constraints; before 1.34 the scheduler evaluates them itself. */
  readonly ofSpreadConstraints: boolean;
}

/** Defaults requests from limits, and merges `matchLabelKeys` into selectors. */
export function withPodDefaults(spec: PodSpec, labels: StringMap, merged: MergedKeys): PodSpec {
  const requested = withRequests(spec);
  const isPlain = requested.affinity === undefined && requested.topologySpreadConstraints === undefined;
  return isPlain ? requested : withMergedKeys(requested, labels, merged);
}

type Containers = readonly Container[];

const onPodNetwork = oncePerObject((containers: Containers) => defaultedContainers(containers, false));
const onHostNetwork = oncePerObject((containers: Containers) => defaultedContainers(containers, true));

function withRequests(spec: PodSpec): PodSpec {
  const { containers, initContainers, hostNetwork = false } = spec;
  const isBare = !hostNetwork && containers.every(hasNoLimits);
  if (isBare && (initContainers === undefined || initContainers.every(hasNoLimits))) return spec;
  const defaulted = hostNetwork ? onHostNetwork : onPodNetwork;
  const changed = defaulted(containers);
  const inits = initContainers && defaulted(initContainers);
  if (changed === containers && inits === initContainers) return spec;
  return copyWith(spec, inits === undefined ? { containers: changed } : { containers: changed, initContainers: inits });
}

function hasNoLimits({ resources }: Container): boolean {
  return resources?.limits === undefined;
}

function withMergedKeys(spec: PodSpec, labels: StringMap, { ofSpreadConstraints }: MergedKeys): PodSpec {
  const { affinity, topologySpreadConstraints: constraints } = spec;
  const isAsked = constraints?.some(({ matchLabelKeys = [] }) => matchLabelKeys.length > 0) === true;
  const spread =
    !isAsked || !ofSpreadConstraints
      ? constraints
      : constraints.map((constraint) => {
          const { matchLabelKeys = [], labelSelector } = constraint;
          const selector = withKeys(labelSelector, matchLabelKeys, "In", labels);
          return selector === labelSelector ? constraint : copyWith(constraint, { labelSelector: selector });
        });
  const merged = affinity && mergedAffinity(affinity, labels);
  if (spread === constraints && merged === affinity) return spec;
  return copyWith(spec, {
    ...(spread === undefined ? {} : { topologySpreadConstraints: spread }),
    ...(merged === undefined ? {} : { affinity: merged }),
  });
}

function mergedAffinity(affinity: Affinity, labels: StringMap): Affinity {
  const { podAffinity, podAntiAffinity } = affinity;
  if (![podAffinity, podAntiAffinity].some((part) => part !== undefined && termsOf(part).some(hasKeys))) {
    return affinity;
  }
  return {
    ...affinity,
    ...(podAffinity === undefined ? {} : { podAffinity: mergedTerms(podAffinity, labels) }),
    ...(podAntiAffinity === undefined ? {} : { podAntiAffinity: mergedTerms(podAntiAffinity, labels) }),
  };
}

function termsOf(affinity: PodAffinity): readonly PodAffinityTerm[] {
  const required = affinity.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [...required, ...preferred.map(({ podAffinityTerm }) => podAffinityTerm)];
}

function hasKeys({ matchLabelKeys = [], mismatchLabelKeys = [] }: PodAffinityTerm): boolean {
  return matchLabelKeys.length + mismatchLabelKeys.length > 0;
}

function mergedTerms(given: PodAffinity, labels: StringMap): PodAffinity {
  const merge = (term: PodAffinityTerm): PodAffinityTerm => {
    const { matchLabelKeys = [], mismatchLabelKeys = [], labelSelector } = term;
    const matching = withKeys(labelSelector, matchLabelKeys, "In", labels);
    const selector = withKeys(matching, mismatchLabelKeys, "NotIn", labels);
    return selector === labelSelector || selector === undefined ? term : { ...term, labelSelector: selector };
  };
  const { requiredDuringSchedulingIgnoredDuringExecution: required } = given;
  const { preferredDuringSchedulingIgnoredDuringExecution: preferred } = given;
  return {
    ...(required === undefined ? {} : { requiredDuringSchedulingIgnoredDuringExecution: required.map(merge) }),
    ...(preferred === undefined
      ? {}
      : {
          preferredDuringSchedulingIgnoredDuringExecution: preferred.map(({ podAffinityTerm, weight }) => ({
            podAffinityTerm: merge(podAffinityTerm),
            weight,
          })),
        }),
  };
}

/** An absent selector matches nothing, whatever is added; keys that the pod does not have are skipped. */
function withKeys(
  selector: LabelSelector | undefined,
  keys: readonly string[],
  operator: "In" | "NotIn",
  labels: StringMap,
): LabelSelector | undefined {
  if (selector === undefined) return undefined;
  const added = keys.flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
  if (added.length === 0) return selector;
  return { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...added] };
}
