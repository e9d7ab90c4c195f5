/** Encodes an object as the API server does: required lists and times that are unset become null. */

import { copyWith } from "./copy-with.ts";
import { isJsonList, isJsonObject, type JsonObject } from "./json.ts";
import { type FieldOrder, type FieldSchema, fieldOrderOf, type TypeName } from "./schema/index.ts";

const TIMES: ReadonlySet<string> = new Set(["timestamp", "microTime"]);

type Fields = FieldOrder["fields"];

/** The fields of each type that encoding may change: most types have none, and pods are encoded all the time. */
const concerned = new Map<string, Fields>();

/** Returns the JSON of an object of a type; parts without such nulls are the given ones. */
export function encode(type: TypeName, object: JsonObject): JsonObject {
  return encodeFields(type, object);
}

function encodeFields(type: string, object: JsonObject): JsonObject {
  let result = object;
  for (const [name, field] of concernedFields(type)) {
    const value = object[name];
    const encoded = value === undefined ? absent(field) : encodeField(field, value);
    if (encoded !== value) result = copyWith(result, { [name]: encoded });
  }
  return result;
}

function concernedFields(type: string): Fields {
  const known = concerned.get(type);
  if (known !== undefined) return known;
  const fields = fieldOrderOf(type).fields;
  // A type that contains itself is concerned as far as its other fields are, and all of them are looked at meanwhile.
  concerned.set(type, fields);
  const found = fields.filter(([, field]) => isConcerned(field));
  concerned.set(type, found);
  return found;
}

function isConcerned(field: FieldSchema): boolean {
  return isWrittenWhenAbsent(field) || isRequiredList(field) || concernedFields(field.type).length > 0;
}

function isRequiredList({ presence, shape }: FieldSchema): boolean {
  return presence === "required" && shape === "list";
}

function isWrittenWhenAbsent(field: FieldSchema): boolean {
  return isRequiredList(field) || (field.presence === "required" && TIMES.has(field.type));
}

function absent(field: FieldSchema): null | undefined {
  return isWrittenWhenAbsent(field) ? null : undefined;
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
