/** Node selectors and node affinity of pods (component-helpers `nodeaffinity`). */

import type { NodeFacts, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from "./scheduling-types.ts";
import type { PodSpec, StringMap } from "./types.ts";
import { checkLabelValue, checkQualifiedName } from "./validation/names.ts";

/** Whether a node matches the `nodeSelector` and the required affinity of a pod. */
export function matchesRequiredNodeAffinity(spec: PodSpec | undefined, node: NodeFacts): boolean {
  const labels = node.metadata.labels ?? {};
  for (const [key, value] of Object.entries(spec?.nodeSelector ?? {})) {
    if (!Object.hasOwn(labels, key) || labels[key] !== value) return false;
  }
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || matchesNodeSelector(required, node);
}

/** Whether any term of a node selector matches; without terms nothing matches. */
export function matchesNodeSelector(selector: NodeSelector, node: NodeFacts): boolean {
  return (selector.nodeSelectorTerms ?? []).some((term) => matchesNodeTerm(term, node));
}

/** Whether all expressions and fields of a term match; a term with neither matches nothing. */
export function matchesNodeTerm(term: NodeSelectorTerm, node: NodeFacts): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  const labels = node.metadata.labels ?? {};
  return (
    matchExpressions.every((requirement) => isValid(requirement)) &&
    matchExpressions.every((requirement) => fulfils(requirement, labels)) &&
    matchFields.every((requirement) => fulfilsField(requirement, node.metadata.name))
  );
}

/**
 * The node names that a node selector allows if every term requires a name; `undefined` otherwise.
 *
 * Terms with contradictory names allow none.
 */
export function pinnedNodeNames(selector: NodeSelector | undefined): ReadonlySet<string> | undefined {
  if (selector === undefined || selector.nodeSelectorTerms.length === 0) return undefined;
  const names = new Set<string>();
  for (const { matchFields = [] } of selector.nodeSelectorTerms) {
    let pinned: readonly string[] | undefined;
    for (const { key, operator, values = [] } of matchFields) {
      if (key !== "metadata.name" || operator !== "In") continue;
      pinned = pinned === undefined ? values : pinned.filter((name) => values.includes(name));
    }
    if (pinned === undefined) return undefined;
    for (const name of pinned) names.add(name);
  }
  return names;
}

function fulfils({ key, operator, values = [] }: NodeSelectorRequirement, labels: StringMap): boolean {
  const isThere = Object.hasOwn(labels, key);
  const label = isThere ? (labels[key] ?? "") : "";
  switch (operator) {
    case "In":
      return isThere && values.includes(label);
    case "NotIn":
      return !isThere || !values.includes(label);
    case "Exists":
      return isThere;
    case "DoesNotExist":
      return !isThere;
    case "Gt":
    case "Lt":
      return isThere && compares(operator, label, values);
    default:
      return false;
  }
}

const WHOLE_NUMBER = /^[+-]?[0-9]+$/;

function compares(operator: "Gt" | "Lt", label: string, values: readonly string[]): boolean {
  const [bound = ""] = values;
  if (values.length !== 1 || !WHOLE_NUMBER.test(label) || !WHOLE_NUMBER.test(bound)) return false;
  return operator === "Gt" ? BigInt(label) > BigInt(bound) : BigInt(label) < BigInt(bound);
}

/** The only selectable field is the name. */
function fulfilsField({ key, operator, values = [] }: NodeSelectorRequirement, name: string): boolean {
  if (key !== "metadata.name" || values.length !== 1) return false;
  return operator === "In" ? values[0] === name : operator === "NotIn" && values[0] !== name;
}

/** A requirement that validation would have refused matches nothing. */
function isValid({ key, values = [] }: NodeSelectorRequirement): boolean {
  return checkQualifiedName(key).length === 0 && values.every((value) => checkLabelValue(value).length === 0);
}
