/** Which pods a quota applies to (quota scopes). */

import type { PodAffinityTerm } from "../../../api/scheduling-types.ts";
import type { PodSpec } from "../../../api/types.ts";
import type { QuotaFacts, ScopeRequirement } from "./facts.ts";

/** All scopes of a quota; those listed without an operator must exist. */
export function scopesOf({ spec }: QuotaFacts): readonly ScopeRequirement[] {
  const plain = (spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: "Exists" }));
  return [...plain, ...(spec?.scopeSelector?.matchExpressions ?? [])];
}

/** The scopes that a pod matches. */
export function matchingScopes(
  scopes: readonly ScopeRequirement[],
  spec: PodSpec | undefined,
): readonly ScopeRequirement[] {
  return scopes.filter((scope) => isInScope(scope, spec));
}

/** Whether a pod matches all scopes of a quota. */
export function isMeant(quota: QuotaFacts, spec: PodSpec | undefined): boolean {
  return scopesOf(quota).every((scope) => isInScope(scope, spec));
}

/** Formats scopes as the API server does: `[{PriorityClass In [high]}]`. */
export function scopesText(scopes: readonly ScopeRequirement[]): string {
  const parts = scopes.map(
    ({ scopeName, operator = "", values = [] }) => `{${scopeName} ${operator} [${values.join(" ")}]}`,
  );
  return `[${parts.join(" ")}]`;
}

function isInScope(scope: ScopeRequirement, spec: PodSpec | undefined): boolean {
  switch (scope.scopeName) {
    case "Terminating":
      return isTerminating(spec);
    case "NotTerminating":
      return !isTerminating(spec);
    case "BestEffort":
      return isBestEffort(spec);
    case "NotBestEffort":
      return !isBestEffort(spec);
    case "PriorityClass":
      return hasPriorityClass(scope, spec?.priorityClassName ?? "");
    case "CrossNamespacePodAffinity":
      return looksAtOtherNamespaces(spec);
    default:
      return false;
  }
}

/** Looks at the deadline of the pod itself, not of its Job. */
function isTerminating(spec: PodSpec | undefined): boolean {
  return spec?.activeDeadlineSeconds !== undefined && spec.activeDeadlineSeconds >= 0;
}

function isBestEffort(spec: PodSpec | undefined): boolean {
  const holders = [
    spec?.resources,
    ...[...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map((c) => c.resources),
  ];
  return holders.every((resources) => !asksFor(resources?.requests) && !asksFor(resources?.limits));
}

function asksFor(list: Readonly<Record<string, string>> | undefined): boolean {
  return ["cpu", "memory"].some((name) => list?.[name] !== undefined && list[name] !== "0");
}

function hasPriorityClass({ operator, values = [] }: ScopeRequirement, name: string): boolean {
  switch (operator) {
    case "In":
      return name !== "" && values.includes(name);
    case "NotIn":
      return name === "" || !values.includes(name);
    case "DoesNotExist":
      return name === "";
    default:
      return name !== "";
  }
}

function looksAtOtherNamespaces(spec: PodSpec | undefined): boolean {
  const { podAffinity, podAntiAffinity } = spec?.affinity ?? {};
  const terms = [podAffinity, podAntiAffinity].flatMap((affinity): readonly PodAffinityTerm[] => [
    ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((weighted) => weighted.podAffinityTerm),
  ]);
  return terms.some(
    ({ namespaces = [], namespaceSelector }) => namespaces.length > 0 || namespaceSelector !== undefined,
  );
}
