/**
 * Reads objects of kinds without a schema by the fields of their protobuf messages, which are the fields that Go has:
 * others are unknown and dropped, and values of another type are refused.
 */

import type { DecodeProblem } from "../api/decode.ts";
import type { FieldPath } from "../api/field-path.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../api/json.ts";
import type { AnyKind } from "../api/kinds/kind.ts";
import { readObject } from "../api/kinds/read-object.ts";
import { oncePerObject } from "../api/once-per-object.ts";
import type { KubeObject } from "../api/types.ts";
import { valueText } from "./go-type-error.ts";
import { type Field, type Message, messageOf, messageOfKind } from "./protobuf/message-table.ts";
import { OWN_FORMS } from "./protobuf/own-forms.ts";

/** Every object has these; `readObject` reads them. */
const HEADER: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata"]);

const JSON_TYPES: Readonly<Record<string, string>> = {
  string: "string",
  // In JSON, bytes are texts in base64.
  bytes: "string",
  bool: "boolean",
  int32: "number",
  int64: "number",
};

/** Decodes an object of a kind as `readObject` does, and checks its fields even if the kind has no schema. */
export function readWhole(
  of: AnyKind,
  value: unknown,
): { readonly object: KubeObject; readonly problems: readonly DecodeProblem[] } {
  const hasSchema = of.schema !== undefined || of.strategy.unknownFields !== undefined;
  const message = hasSchema ? undefined : messageOfKind(of.apiVersion, of.kind);
  if (message === undefined || !isJsonObject(value)) return readObject(of, value);
  const problems: DecodeProblem[] = [];
  const { object, problems: others } = readObject(of, readFields(message, value, [], problems));
  return { object, problems: [...others, ...problems] };
}

/** What is wrong with the fields of an object by the message of its kind; nothing if there is none. */
export function fieldProblems(apiVersion: string, kind: string, value: JsonObject): readonly DecodeProblem[] {
  const message = messageOfKind(apiVersion, kind);
  const problems: DecodeProblem[] = [];
  if (message !== undefined) readFields(message, value, [], problems);
  return problems;
}

function readFields(message: Message, value: JsonObject, path: FieldPath, problems: DecodeProblem[]): JsonObject {
  const fields = fieldsOf(message);
  const isObject = path.length === 0;
  const kept = Object.entries(value).flatMap(([name, part]) => {
    if (isObject && HEADER.has(name)) return [[name, part]];
    const field = fields.get(name);
    const place = [...path, name];
    if (field !== undefined) return [[name, readField({ message, field }, part, place, problems)]];
    problems.push({ path: place, kind: "unknownField", message: `unknown field "${name}"` });
    return [];
  });
  return Object.fromEntries(kept);
}

interface Place {
  readonly message: Message;
  readonly field: Field;
}

function readField(at: Place, value: unknown, path: FieldPath, problems: DecodeProblem[]): unknown {
  const { shape } = at.field;
  if (value === null || value === undefined) return value;
  if (shape === "list" && isJsonList(value)) return value.map((item, i) => readItem(at, item, [...path, i], problems));
  if (shape === "map" && isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, readItem(at, item, [...path, { key }], problems)]),
    );
  }
  if (shape === "single") return readItem(at, value, path, problems);
  problems.push(wrongType(at, value, path, shape === "list" ? "[]" : "map[string]"));
  return value;
}

function readItem(at: Place, value: unknown, path: FieldPath, problems: DecodeProblem[]): unknown {
  const { type } = at.field;
  if (value === null || value === undefined || type in OWN_FORMS) return value;
  const expected = JSON_TYPES[type];
  const message = expected === undefined ? messageOf(type) : undefined;
  if (message !== undefined && isJsonObject(value)) return readFields(message, value, path, problems);
  const isRight = expected === undefined ? message === undefined : typeof value === expected;
  if (!isRight) problems.push(wrongType(at, value, path, ""));
  return value;
}

/** The error of Go's JSON decoder. */
function wrongType({ message, field }: Place, value: unknown, path: FieldPath, shape: string): DecodeProblem {
  const item = field.type in JSON_TYPES ? field.type.replace("bytes", "[]uint8") : `v1.${afterDot(field.type)}`;
  const names = path.filter((step) => typeof step === "string").join(".");
  const type = `${shape}${item}`;
  const sentence = `json: cannot unmarshal ${valueText(value, type)} into Go struct field ${afterDot(message.name)}.${names}`;
  return { path, kind: "wrongType", message: `${sentence} of type ${type}` };
}

function afterDot(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}

/** The fields of a message by name; those of inlined messages are its own. */
const fieldsOf = oncePerObject(({ fields }: Message): ReadonlyMap<string, Field> => {
  const found = new Map<string, Field>();
  for (const field of fields) {
    const inlined = field.isInline ? messageOf(field.type) : undefined;
    if (inlined === undefined) found.set(field.name, field);
    else for (const [name, inner] of fieldsOf(inlined)) found.set(name, inner);
  }
  return found;
});
