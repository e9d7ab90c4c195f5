/** Plain JSON values: type guards and comparison. */

import { numberText } from "./json-text.ts";

/** A JSON object with unknown values. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object, that is, neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `Array.isArray` that keeps items unknown and read-only. */
export function isJsonList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Describes a JSON value for messages: `the string "3"`, `1.5`, `a list`. Long strings are truncated. */
export function describeJson(value: unknown): string {
  if (isJsonList(value)) return "a list";
  if (isJsonObject(value)) return "an object";
  if (typeof value === "string")
    return `the string ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)}`;
  return typeof value === "number" ? numberText(value) : String(value);
}

/**
 * Whether two JSON values are equal, ignoring the order of keys.
 *
 * A key with the value `undefined` counts as absent, as in `JSON.stringify`.
 */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isJsonList(a)) return isJsonList(b) && a.length === b.length && a.every((item, i) => equalJson(item, b[i]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  let size = 0;
  for (const key of Object.keys(a)) {
    if (!equalJson(a[key], b[key])) return false;
    if (a[key] !== undefined) size++;
  }
  return size === sizeOf(b);
}

function sizeOf(object: JsonObject): number {
  let size = 0;
  for (const key of Object.keys(object)) if (object[key] !== undefined) size++;
  return size;
}

/** The value of an own property; inherited ones, such as `constructor`, are ignored. */
export function ownValue(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
