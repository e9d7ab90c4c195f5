/** Reads parts of a pod that have no type here. They are decoded, so each has its shape or is absent. */
import { isJsonList, isJsonObject, type JsonObject } from "../json.ts";
import type { StringMap } from "../types.ts";

/** The string in a field; `""` if absent. */
export function textOf(object: JsonObject, field: string): string {
  const value = object[field];
  return typeof value === "string" ? value : "";
}

/** The number in a field, if any. */
export function numberOf(object: JsonObject, field: string): number | undefined {
  const value = object[field];
  return typeof value === "number" ? value : undefined;
}

/** The object in a field, if any. */
export function objectOf(object: JsonObject, field: string): JsonObject | undefined {
  const value = object[field];
  return isJsonObject(value) ? value : undefined;
}

/** The objects of a list; empty if absent. */
export function listOf(object: JsonObject, field: string): readonly JsonObject[] {
  const value = object[field];
  return isJsonList(value) ? value.map((entry) => (isJsonObject(entry) ? entry : {})) : [];
}

/** A map of strings; empty if absent. */
export function textMapOf(object: JsonObject, field: string): StringMap {
  const entries = Object.entries(objectOf(object, field) ?? {});
  return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])));
}

/** The strings of a list; empty if absent. */
export function textsOf(object: JsonObject, field: string): readonly string[] {
  const value = object[field];
  return isJsonList(value) ? value.filter((entry) => typeof entry === "string") : [];
}

/** The boolean in a field; `undefined` if absent. */
export function flagOf(object: JsonObject, field: string): boolean | undefined {
  const value = object[field];
  return typeof value === "boolean" ? value : undefined;
}
