/** Fills in the defaults of a structural schema. */

import { copyWith } from "../copy-with.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../json.ts";

/** Returns an object with its defaults; a null counts as absent unless the field is nullable. */
export function withDefaults(schema: JsonObject, object: JsonObject): JsonObject {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  let result = object;
  for (const [key, of] of Object.entries(properties)) {
    if (!isJsonObject(of)) continue;
    const given = object[key];
    const isAbsent = given === undefined || (given === null && of.nullable !== true);
    const value = valueWithDefaults(of, isAbsent && of.default !== undefined ? of.default : given);
    if (value !== given) result = copyWith(result, { [key]: value });
  }
  const { additionalProperties } = schema;
  if (!isJsonObject(additionalProperties)) return result;
  for (const [key, value] of Object.entries(object)) {
    if (Object.hasOwn(properties, key)) continue;
    const filled = valueWithDefaults(additionalProperties, value);
    if (filled !== value) result = copyWith(result, { [key]: filled });
  }
  return result;
}

function valueWithDefaults(schema: JsonObject, value: unknown): unknown {
  if (isJsonObject(value)) return withDefaults(schema, value);
  const { items } = schema;
  if (!isJsonList(value) || !isJsonObject(items)) return value;
  const filled = value.map((item) => valueWithDefaults(items, item));
  return filled.every((item, i) => item === value[i]) ? value : filled;
}
