/** The errors of Go's JSON decoder for values of a wrong type, with struct, field and type. */

import type { DecodeProblem } from "../api/decode.ts";
import type { FieldPath } from "../api/field-path.ts";
import { isJsonList, isJsonObject, type JsonObject, ownValue } from "../api/json.ts";
import { type FieldSchema, schemaOf } from "../api/schema/index.ts";

const SCALARS: Readonly<Record<string, string>> = {
  string: "string",
  bool: "bool",
  int32: "int32",
  int64: "int64",
  number: "float64",
};
/** Where a real server creates its scheme. */
const SCHEME = '"pkg/api/legacyscheme/scheme.go:30"';

/**
 * The error of Go's decoder; `undefined` for types with their own decoder, such as times and quantities.
 *
 * @param kind the type of the object
 */
export function goTypeError(
  kind: string,
  object: JsonObject,
  { path, kind: problem }: DecodeProblem,
): string | undefined {
  if (problem === "wrongKind") return wrongKind(kind, object);
  const found = fieldAt(kind, path);
  if (found === undefined || (problem !== "wrongType" && problem !== "outOfRange")) return undefined;
  const { struct, type } = found;
  const names = path.filter((step) => typeof step === "string").join(".");
  return `json: cannot unmarshal ${valueText(valueAt(object, path), type)} into Go struct field ${struct}.${names} of type ${type}`;
}

function wrongKind(expected: string, { kind, apiVersion }: JsonObject): string | undefined {
  if (typeof kind !== "string" && kind !== undefined) return undefined;
  const version = typeof apiVersion === "string" ? apiVersion : "v1";
  return `no kind "${kind ?? expected}" is registered for version "${version}" in scheme ${SCHEME}`;
}

interface FoundField {
  /** Name of the struct with the field. */
  readonly struct: string;
  /** As Go prints it. */
  readonly type: string;
}

/** A field and its type; keys of maps are not fields, and have the name of the map. */
function fieldAt(root: string, path: FieldPath): FoundField | undefined {
  let struct = root;
  let type = root;
  let field: FieldSchema | undefined;
  let isInside = false;
  for (const step of path) {
    if (field !== undefined && field.shape !== "one" && !isInside) {
      isInside = true;
      continue;
    }
    const fields: Readonly<Record<string, FieldSchema>> | undefined = schemaOf(type);
    if (typeof step !== "string" || fields === undefined || ownValue(fields, step) === undefined) return undefined;
    struct = type;
    field = fields[step];
    type = field?.type ?? "";
    isInside = false;
  }
  const item = SCALARS[type] ?? (schemaOf(type) === undefined ? undefined : `v1.${type}`);
  if (field === undefined || item === undefined) return undefined;
  if (isInside || field.shape === "one") return { struct, type: item };
  return { struct, type: field.shape === "list" ? `[]${item}` : `map[string]${item}` };
}

function valueAt(object: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (isJsonList(value)) return typeof step === "number" ? value[step] : undefined;
    return isJsonObject(value) ? value[String(step)] : undefined;
  }, object);
}

/** Go shows a number only if another kind of number was expected. */
export function valueText(value: unknown, wanted: string): string {
  if (typeof value === "number") return /^(?:int|float)/.test(wanted) ? `number ${value}` : "number";
  if (isJsonList(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}
