/** Removes fields that a structural schema does not specify, and reports them. */

import type { FieldPath } from "../field-path.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../json.ts";

const PRESERVE = "x-kubernetes-preserve-unknown-fields";
/** Fields of every object, which a schema need not specify. */
const OF_OBJECTS = ["apiVersion", "kind", "metadata"];

/**
 * Prunes an object of a custom kind.
 *
 * @param found receives the path of each removed field
 */
export function pruned(schema: JsonObject, object: JsonObject, found: FieldPath[] = []): JsonObject {
  return prunedObject({ ...schema, "x-kubernetes-embedded-resource": true }, object, [], found);
}

function prunedValue(schema: unknown, value: unknown, path: FieldPath, found: FieldPath[]): unknown {
  if (!isJsonObject(schema)) return value;
  if (isJsonList(value)) return value.map((item, i) => prunedValue(schema.items, item, [...path, i], found));
  return isJsonObject(value) ? prunedObject(schema, value, path, found) : value;
}

function prunedObject(schema: JsonObject, object: JsonObject, path: FieldPath, found: FieldPath[]): JsonObject {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const isEmbedded = schema["x-kubernetes-embedded-resource"] === true;
  const isOpen = schema[PRESERVE] === true || schema.additionalProperties === true;
  const entries = Object.entries(object).flatMap(([key, value]): [string, unknown][] => {
    if (isEmbedded && OF_OBJECTS.includes(key)) return [[key, value]];
    const of = Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties;
    if (isJsonObject(of)) return [[key, prunedValue(of, value, [...path, key], found)]];
    if (isOpen) return [[key, value]];
    found.push([...path, key]);
    return [];
  });
  return Object.fromEntries(entries);
}
