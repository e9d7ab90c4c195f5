/** Rules about topology spread constraints (core validation, `validateTopologySpreadConstraints`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import type { PodSpec } from "../../types.ts";
import { duplicate, forbidden, invalid, invalidEach, required, unsupported } from "../errors.ts";
import { checkQualifiedName } from "../names.ts";
import { listOf, numberOf, textOf, textsOf } from "../parts.ts";
import { validateLabelSelector } from "../selector.ts";
import { selectorOf } from "./selectors.ts";

const ACTIONS = ["DoNotSchedule", "ScheduleAnyway"];
const NODE_POLICIES = ["Honor", "Ignore"];
const NOT_POSITIVE = "must be greater than zero";

/** Validates the constraints of a pod, which must not repeat each other. */
export function validateTopologySpread(spec: PodSpec, path: FieldPath): FieldError[] {
  const constraints = listOf(spec, "topologySpreadConstraints");
  return constraints.flatMap((constraint, i) => validateConstraint(constraint, constraints.slice(i + 1), [...path, i]));
}

function validateConstraint(constraint: JsonObject, later: readonly JsonObject[], path: FieldPath): FieldError[] {
  const maxSkew = numberOf(constraint, "maxSkew") ?? 0;
  const [topologyKey, action] = [textOf(constraint, "topologyKey"), textOf(constraint, "whenUnsatisfiable")];
  const errors = maxSkew <= 0 ? [invalid([...path, "maxSkew"], maxSkew, NOT_POSITIVE)] : [];
  if (topologyKey === "") errors.push(required([...path, "topologyKey"], "can not be empty"));
  if (!ACTIONS.includes(action)) errors.push(unsupported([...path, "whenUnsatisfiable"], action, ACTIONS));
  if (later.some((other) => isSameKind(other, constraint))) {
    const pairPath = [...path, "{topologyKey, whenUnsatisfiable}"];
    errors.push(duplicate(pairPath, `{${topologyKey}, ${action}}`));
  }
  const selector = selectorOf(constraint, "labelSelector");
  return [
    ...errors,
    ...validateMinDomains(constraint, action, [...path, "minDomains"]),
    ...["nodeAffinityPolicy", "nodeTaintsPolicy"].flatMap((field) => {
      const policy = constraint[field];
      const isFine = typeof policy !== "string" || NODE_POLICIES.includes(policy);
      return isFine ? [] : [unsupported([...path, field], policy, NODE_POLICIES)];
    }),
    ...validateMatchLabelKeys(constraint, [...path, "matchLabelKeys"]),
    ...(selector === undefined ? [] : validateLabelSelector(selector, [...path, "labelSelector"])),
  ];
}

function isSameKind(one: JsonObject, other: JsonObject): boolean {
  return ["topologyKey", "whenUnsatisfiable"].every((field) => textOf(one, field) === textOf(other, field));
}

function validateMinDomains(constraint: JsonObject, action: string, path: FieldPath): FieldError[] {
  const minDomains = numberOf(constraint, "minDomains");
  if (minDomains === undefined) return [];
  const errors = minDomains <= 0 ? [invalid(path, minDomains, NOT_POSITIVE)] : [];
  if (action === "DoNotSchedule") return errors;
  const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
  return [...errors, invalid(path, minDomains, detail)];
}

function validateMatchLabelKeys(constraint: JsonObject, path: FieldPath): FieldError[] {
  const keys = textsOf(constraint, "matchLabelKeys");
  if (keys.length === 0) return [];
  const selector = selectorOf(constraint, "labelSelector");
  const detail = "must not be specified when labelSelector is not set";
  const errors = selector === undefined ? [forbidden(path, detail)] : [];
  const selected = new Set([
    ...Object.keys(selector?.matchLabels ?? {}),
    ...(selector?.matchExpressions ?? []).map(({ key }) => key),
  ]);
  for (const [i, key] of keys.entries()) {
    errors.push(...invalidEach([...path, i], key, checkQualifiedName(key)));
    if (selected.has(key)) errors.push(invalid([...path, i], key, "exists in both matchLabelKeys and labelSelector"));
  }
  return errors;
}
