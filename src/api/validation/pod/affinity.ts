/** Rules about the affinity of pods (core validation, `validateAffinity`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import type { PodSpec } from "../../types.ts";
import { forbidden, invalid, invalidEach, required } from "../errors.ts";
import { checkDnsLabel, checkDnsSubdomain, checkLabelValue, checkQualifiedName } from "../names.ts";
import { listOf, numberOf, objectOf, textOf, textsOf } from "../parts.ts";
import { validateLabelSelector } from "../selector.ts";
import { selectorOf } from "./selectors.ts";

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

/** Validates node affinity, pod affinity and pod anti-affinity. */
export function validateAffinity(spec: PodSpec, path: FieldPath): FieldError[] {
  const affinity = objectOf(spec, "affinity");
  if (affinity === undefined) return [];
  const toNodes = objectOf(affinity, "nodeAffinity");
  return [
    ...(toNodes === undefined ? [] : validateNodeAffinity(toNodes, [...path, "nodeAffinity"])),
    ...["podAffinity", "podAntiAffinity"].flatMap((kind) => {
      const toPods = objectOf(affinity, kind);
      return toPods === undefined ? [] : validatePodAffinity(toPods, [...path, kind]);
    }),
  ];
}

function validateNodeAffinity(affinity: JsonObject, path: FieldPath): FieldError[] {
  const must = objectOf(affinity, REQUIRED);
  const errors = must === undefined ? [] : validateNodeSelector(must, [...path, REQUIRED, "nodeSelectorTerms"]);
  const preferred = listOf(affinity, PREFERRED).flatMap((term, i) => {
    const termPath = [...path, PREFERRED, i];
    const preference = objectOf(term, "preference") ?? {};
    // Values of preferred terms are not checked, as in Kubernetes.
    return [...validateWeight(term, termPath), ...validateNodeTerm(preference, [...termPath, "preference"], false)];
  });
  return [...errors, ...preferred];
}

function validateNodeSelector(selector: JsonObject, path: FieldPath): FieldError[] {
  const terms = listOf(selector, "nodeSelectorTerms");
  if (terms.length === 0) return [required(path, "must have at least one node selector term")];
  return terms.flatMap((term, i) => validateNodeTerm(term, [...path, i], true));
}

function validateNodeTerm(term: JsonObject, path: FieldPath, checksValues: boolean): FieldError[] {
  return [
    ...listOf(term, "matchExpressions").flatMap((requirement, i) =>
      validateNodeRequirement(requirement, [...path, "matchExpressions", i], checksValues),
    ),
    ...listOf(term, "matchFields").flatMap((requirement, i) =>
      validateFieldRequirement(requirement, [...path, "matchFields", i]),
    ),
  ];
}

function validateNodeRequirement(requirement: JsonObject, path: FieldPath, checksValues: boolean): FieldError[] {
  const [key, operator] = [textOf(requirement, "key"), textOf(requirement, "operator")];
  const values = textsOf(requirement, "values");
  const errors = validateOperator(operator, values.length, path);
  errors.push(...invalidEach([...path, "key"], key, checkQualifiedName(key)));
  if (!checksValues) return errors;
  return [
    ...errors,
    ...values.flatMap((value, i) => invalidEach([...path, "values", i], value, checkLabelValue(value))),
  ];
}

function validateOperator(operator: string, values: number, path: FieldPath): FieldError[] {
  const valuesPath = [...path, "values"];
  switch (operator) {
    case "In":
    case "NotIn":
      return values > 0 ? [] : [required(valuesPath, "must be specified when `operator` is 'In' or 'NotIn'")];
    case "Exists":
    case "DoesNotExist":
      if (values === 0) return [];
      return [forbidden(valuesPath, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    case "Gt":
    case "Lt":
      if (values === 1) return [];
      return [required(valuesPath, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid([...path, "operator"], operator, "not a valid selector operator")];
  }
}

/** The name is the only field of a node that can be selected. */
function validateFieldRequirement(requirement: JsonObject, path: FieldPath): FieldError[] {
  const [key, operator] = [textOf(requirement, "key"), textOf(requirement, "operator")];
  const values = textsOf(requirement, "values");
  const errors: FieldError[] = [];
  if (operator !== "In" && operator !== "NotIn") {
    errors.push(invalid([...path, "operator"], operator, "not a valid selector operator"));
  } else if (values.length !== 1) {
    const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    errors.push(required([...path, "values"], detail));
  }
  if (key !== "metadata.name") return [...errors, invalid([...path, "key"], key, "not a valid field selector key")];
  return [
    ...errors,
    ...values.flatMap((value, i) => invalidEach([...path, "values", i], value, checkDnsSubdomain(value))),
  ];
}

function validateWeight(term: JsonObject, path: FieldPath): FieldError[] {
  const weight = numberOf(term, "weight") ?? 0;
  return weight > 0 && weight <= 100 ? [] : [invalid([...path, "weight"], weight, "must be in the range 1-100")];
}

function validatePodAffinity(affinity: JsonObject, path: FieldPath): FieldError[] {
  return [
    ...listOf(affinity, REQUIRED).flatMap((term, i) => validatePodTerm(term, [...path, REQUIRED, i])),
    ...listOf(affinity, PREFERRED).flatMap((weighted, i) => {
      const termPath = [...path, PREFERRED, i];
      const term = objectOf(weighted, "podAffinityTerm") ?? {};
      return [...validateWeight(weighted, termPath), ...validatePodTerm(term, [...termPath, "podAffinityTerm"])];
    }),
  ];
}

function validatePodTerm(term: JsonObject, path: FieldPath): FieldError[] {
  const topologyKey = textOf(term, "topologyKey");
  const keyPath = [...path, "topologyKey"];
  const errors = ["labelSelector", "namespaceSelector"].flatMap((field) => {
    const selector = selectorOf(term, field);
    return selector === undefined ? [] : validateLabelSelector(selector, [...path, field]);
  });
  for (const namespace of textsOf(term, "namespaces")) {
    errors.push(...invalidEach([...path, "namespace"], namespace, checkDnsLabel(namespace)));
  }
  errors.push(...validateLabelKeys(term, path));
  if (topologyKey === "") errors.push(required(keyPath, "can not be empty"));
  return [...errors, ...invalidEach(keyPath, topologyKey, checkQualifiedName(topologyKey))];
}

/** `validateMatchLabelKeysAndMismatchLabelKeys`. */
function validateLabelKeys(term: JsonObject, path: FieldPath): FieldError[] {
  const selector = selectorOf(term, "labelSelector");
  const matching = textsOf(term, "matchLabelKeys");
  const mismatching = new Set(textsOf(term, "mismatchLabelKeys"));
  const errors = ["matchLabelKeys", "mismatchLabelKeys"].flatMap((field) => {
    const keys = textsOf(term, field);
    if (keys.length === 0) return [];
    const detail = "must not be specified when labelSelector is not set";
    if (selector === undefined) return [forbidden([...path, field], detail)];
    return keys.flatMap((key, i) => invalidEach([...path, field, i], key, checkQualifiedName(key)));
  });
  const selected = new Set(Object.keys(selector?.matchLabels ?? {}));
  for (const { key } of selector?.matchExpressions ?? []) {
    const place = matching.lastIndexOf(key);
    const detail = "exists in both matchLabelKeys and labelSelector";
    if (place !== -1 && selected.has(key)) errors.push(invalid([...path, place], key, detail));
    selected.add(key);
  }
  for (const [i, key] of matching.entries()) {
    const detail = "exists in both matchLabelKeys and mismatchLabelKeys";
    if (mismatching.has(key)) errors.push(invalid([...path, "matchLabelKeys", i], key, detail));
  }
  return errors;
}
