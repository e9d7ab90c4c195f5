/** Merges an applied configuration into the live object, and removes fields. */

import { isJsonList, isJsonObject, type JsonObject, ownValue } from "../../api/json.ts";
import { type FieldSteps, itemStep } from "./field-set.ts";
import type { FieldShape, Fields, List } from "./field-shape.ts";

/** The live object merged with the configuration. */
export function mergeApplied(shape: Fields, live: JsonObject, config: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...live };
  for (const [name, wanted] of Object.entries(config)) {
    if (wanted === null || wanted === undefined) continue;
    merged[name] = mergePart(shape.field(name), ownValue(live, name), wanted);
  }
  return merged;
}

function mergePart(shape: FieldShape, given: unknown, wanted: unknown): unknown {
  if (shape.kind === "list" && isJsonList(given) && isJsonList(wanted)) return mergeList(shape, given, wanted);
  if (shape.kind !== "fields" || !isJsonObject(given) || !isJsonObject(wanted)) return wanted;
  return mergeApplied(shape, given, wanted);
}

function mergeList({ identity, item: shape }: List, given: readonly unknown[], wanted: readonly unknown[]) {
  if (identity === "set") return [...new Set([...given, ...wanted])];
  const merged = [...given];
  for (const item of wanted) {
    const step = itemStep(identity, item);
    const at = step === undefined ? -1 : merged.findIndex((other) => itemStep(identity, other) === step);
    if (at < 0) merged.push(item);
    else merged[at] = mergePart(shape, merged[at], item);
  }
  return merged;
}

/** The value at a path; `undefined` if there is none. */
export function valueAtSteps(value: unknown, [step, ...below]: FieldSteps): unknown {
  if (step === undefined) return value;
  const part = isJsonList(value) ? value[indexOf(value, step)] : isJsonObject(value) ? value[step.slice(2)] : undefined;
  return part === undefined ? undefined : valueAtSteps(part, below);
}

/** The value without the field at a path. */
export function withoutSteps(value: unknown, [step, ...below]: FieldSteps): unknown {
  if (step === undefined) return value;
  if (isJsonList(value)) {
    const at = indexOf(value, step);
    if (at < 0) return value;
    if (below.length === 0) return value.filter((_item, index) => index !== at);
    return value.map((item, index) => (index === at ? withoutSteps(item, below) : item));
  }
  const key = step.slice(2);
  if (!isJsonObject(value) || !Object.hasOwn(value, key)) return value;
  if (below.length > 0) return { ...value, [key]: withoutSteps(value[key], below) };
  const { [key]: _removed, ...rest } = value;
  return rest;
}

function indexOf(list: readonly unknown[], step: string): number {
  const text = step.slice(2);
  if (step.startsWith("v:")) return list.findIndex((item) => JSON.stringify(item) === text);
  const wanted: unknown = JSON.parse(text);
  const keys = isJsonObject(wanted) ? Object.keys(wanted) : [];
  return list.findIndex((item) => itemStep(keys, item) === step);
}
