/** Plain JSON values: what they are, and when two of them are the same. */

import { numberText } from "./json-text.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: not null, not a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `Array.isArray` that keeps items unknown and read-only. */
export function isJsonList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Names the kind of a JSON value for people: `the string "3"`, `1.5`, `a list`. Long strings are cut. */
export function describeJson(value: unknown): string {
  if (isJsonList(value)) return "a list";
  if (isJsonObject(value)) return "an object";
  if (typeof value === "string")
    return `the string ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)}`;
  return typeof value === "number" ? numberText(value) : String(value);
}

/**
 * Whether two JSON values are the same, whatever the order of keys.
 *
 * A key that holds `undefined` counts as absent, as it does when JSON is written.
 */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isJsonList(a)) return isJsonList(b) && a.length === b.length && a.every((item, i) => equalJson(item, b[i]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  return sizeOf(a) === sizeOf(b) && Object.keys(a).every((key) => equalJson(a[key], b[key]));
}

function sizeOf(object: JsonObject): number {
  let size = 0;
  for (const key of Object.keys(object)) if (object[key] !== undefined) size++;
  return size;
}

/** An own property; what an object inherits, such as `constructor`, is not one of its keys. */
export function ownValue(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
