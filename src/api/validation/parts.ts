/**
 * Reads the parts of a pod that have no type of their own here. They are decoded, so each has its shape or is absent.
 */
import { isJsonList, isJsonObject, type JsonObject } from "../json.ts";
import type { StringMap } from "../types.ts";

/** The text in a field; an absent one is empty. */
export function textOf(object: JsonObject, field: string): string {
  const value = object[field];
  return typeof value === "string" ? value : "";
}

/** The number in a field, if there is one. */
export function numberOf(object: JsonObject, field: string): number | undefined {
  const value = object[field];
  return typeof value === "number" ? value : undefined;
}

/** The object in a field, if there is one. */
export function objectOf(object: JsonObject, field: string): JsonObject | undefined {
  const value = object[field];
  return isJsonObject(value) ? value : undefined;
}

/** The objects in a list; an absent list is empty. */
export function listOf(object: JsonObject, field: string): readonly JsonObject[] {
  const value = object[field];
  return isJsonList(value) ? value.map((entry) => (isJsonObject(entry) ? entry : {})) : [];
}

/** A map from names to texts; an absent one is empty. */
export function textMapOf(object: JsonObject, field: string): StringMap {
  const entries = Object.entries(objectOf(object, field) ?? {});
  return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])));
}

/** The texts in a list; an absent list is empty. */
export function textsOf(object: JsonObject, field: string): readonly string[] {
  const value = object[field];
  return isJsonList(value) ? value.filter((entry) => typeof entry === "string") : [];
}

/** Whether a flag is set; undefined when it is absent. */
export function flagOf(object: JsonObject, field: string): boolean | undefined {
  const value = object[field];
  return typeof value === "boolean" ? value : undefined;
}
