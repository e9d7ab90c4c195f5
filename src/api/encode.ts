/** Encodes an object as the API server does: required lists and times that are unset become null. */

import { copyWith } from "./copy-with.ts";
import { isJsonList, isJsonObject, type JsonObject } from "./json.ts";
import { type FieldSchema, schemaOf, type TypeName } from "./schema/index.ts";

const TIMES: ReadonlySet<string> = new Set(["timestamp", "microTime"]);

/** Returns the JSON of an object of a type; parts without such nulls are the given ones. */
export function encode(type: TypeName, object: JsonObject): JsonObject {
  return encodeFields(type, object);
}

function encodeFields(type: string, object: JsonObject): JsonObject {
  let result = object;
  for (const [name, field] of Object.entries(schemaOf(type) ?? {})) {
    const value = object[name];
    const encoded = value === undefined ? absent(field) : encodeField(field, value);
    if (encoded !== value) result = copyWith(result, { [name]: encoded });
  }
  return result;
}

function absent(field: FieldSchema): null | undefined {
  const isWritten = field.presence === "required" && (field.shape === "list" || TIMES.has(field.type));
  return isWritten ? null : undefined;
}

function encodeField(field: FieldSchema, value: unknown): unknown {
  if (isJsonList(value)) {
    // Storage does not distinguish an empty list from an absent one.
    if (value.length === 0 && field.presence === "required") return null;
    const items = value.map((item) => (isJsonObject(item) ? encodeFields(field.type, item) : item));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  return isJsonObject(value) && field.shape === "one" ? encodeFields(field.type, value) : value;
}
