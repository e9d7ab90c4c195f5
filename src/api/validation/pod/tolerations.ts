/** Rules about tolerations and scheduling gates of a pod (`ValidateTolerations`, `validateSchedulingGates`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import type { PodSpec } from "../../types.ts";
import { duplicate, invalid, invalidEach, unsupported } from "../errors.ts";
import { checkLabelValue, checkQualifiedName } from "../names.ts";
import { listOf, textOf } from "../parts.ts";

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** Validates the tolerations of a pod. */
export function validateTolerations(spec: PodSpec, path: FieldPath): FieldError[] {
  return listOf(spec, "tolerations").flatMap((toleration, i) => validateToleration(toleration, [...path, i]));
}

function validateToleration(toleration: JsonObject, path: FieldPath): FieldError[] {
  const key = textOf(toleration, "key");
  const operator = textOf(toleration, "operator");
  const effect = textOf(toleration, "effect");
  const operatorPath = [...path, "operator"];
  const errors = key === "" ? [] : invalidEach([...path, "key"], key, checkQualifiedName(key));
  if (key === "" && operator !== "Exists") {
    const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.push(invalid(operatorPath, operator, detail));
  }
  if (toleration.tolerationSeconds !== undefined && effect !== "NoExecute") {
    errors.push(invalid([...path, "effect"], effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  }
  errors.push(...validateOperator(textOf(toleration, "value"), operator, operatorPath));
  if (effect !== "" && !EFFECTS.includes(effect)) errors.push(unsupported([...path, "effect"], effect, EFFECTS));
  return errors;
}

function validateOperator(value: string, operator: string, path: FieldPath): FieldError[] {
  if (operator === "Exists") {
    return value === "" ? [] : [invalid(path, value, "value must be empty when `operator` is 'Exists'")];
  }
  if (operator !== "" && operator !== "Equal") return [unsupported(path, operator, ["Equal", "Exists"])];
  const problems = checkLabelValue(value);
  return problems.length === 0 ? [] : [invalid(path, value, problems.join(";"))];
}

/** Validates the scheduling gates of a pod: qualified names without duplicates. */
export function validateSchedulingGates(spec: PodSpec, path: FieldPath): FieldError[] {
  const seen = new Set<string>();
  return listOf(spec, "schedulingGates").flatMap((gate, i) => {
    const name = textOf(gate, "name");
    const errors = invalidEach([...path, i], name, checkQualifiedName(name));
    if (seen.has(name)) errors.push(duplicate([...path, i], name));
    seen.add(name);
    return errors;
  });
}
