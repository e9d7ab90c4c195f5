/** The schema tables of the API server: types and shapes from Kubernetes' typed client, the rest from the overlay. */

import * as client from "@kubernetes/client-node";
import type { FieldSchema } from "../src/api/schema/field.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { OVERLAY, type TypeOverlay } from "./schema-overlay.ts";

type FieldType = Pick<FieldSchema, "type" | "shape">;

const WORD = /^(\w+)(?::(\w+)(\[\]|\{\})?)?([*!]?)(?:\[(\w+)\])?(\+?)(\$?)$/;
const SCALARS: Readonly<Record<string, string>> = {
  boolean: "bool",
  Date: "timestamp",
  V1MicroTime: "microTime",
  any: "object",
  EventsV1EventSeries: "EventSeries",
};

/** The tables as a module, and its types. */
export function schemaTables(): GeneratedFile[] {
  const types = Object.entries(OVERLAY).flatMap(([group, table]) =>
    Object.entries(table).map(([name, overlay]) => ({ group, name, fields: fieldsOf(name, overlay) })),
  );
  const rows = types.map(({ name, fields }) => `  ${name}: ${JSON.stringify(fields)},\n`).join("");
  const groups = types.map(({ group, name }) => `  ${name}: "${group}",\n`).join("");
  const names = types.map(({ name }) => `\n  | "${name}"`).join("");
  const origin = "// Made by npm run generate, from the typed client of Kubernetes and generate/schema-overlay.ts.\n";
  return [
    {
      path: "generated/schema-tables.js",
      text: `${origin}export const SCHEMA_TABLES = {\n${rows}};\nexport const SCHEMA_GROUPS = {\n${groups}};\n`,
    },
    {
      path: "generated/schema-tables.d.ts",
      text: `${origin}type Name =${names};
interface Field {
  readonly type: string;
  readonly shape: "one" | "list" | "map";
  readonly presence: "optional" | "pointer" | "required";
  readonly mergeKey?: string;
  readonly mergeAsSet?: true;
  readonly retainKeys?: true;
  readonly doc?: string;
}
export declare const SCHEMA_TABLES: Readonly<Record<Name, Readonly<Record<string, Field>>>>;
export declare const SCHEMA_GROUPS: Readonly<Record<Name, string>>;
`,
    },
  ];
}

function fieldsOf(name: string, { model = `V1${name}`, fields, docs = {} }: TypeOverlay): Record<string, FieldSchema> {
  const published = publishedFields(model);
  return Object.fromEntries(
    fields.flatMap((line) => line.split(" ")).map((word) => readWord(name, word, published, docs)),
  );
}

/** @throws TypeError for a word that says nothing, or a field of which nobody knows the type */
function readWord(
  type: string,
  word: string,
  published: ReadonlyMap<string, FieldType>,
  docs: Readonly<Record<string, string>>,
): [string, FieldSchema] {
  const [, name = "", own, brackets, presence, mergeKey, set, retain] = WORD.exec(word) ?? [];
  const found = own === undefined ? published.get(name) : { type: own, shape: SHAPES[brackets ?? ""] ?? "one" };
  if (found === undefined) throw new TypeError(`${type}.${word}: no type is published, and none is given`);
  const doc = docs[name];
  return [
    name,
    {
      ...found,
      presence: presence === "*" ? "pointer" : presence === "!" ? "required" : "optional",
      ...(mergeKey === undefined ? {} : { mergeKey }),
      ...(set === "+" ? { mergeAsSet: true } : {}),
      ...(retain === "$" ? { retainKeys: true } : {}),
      ...(doc === undefined ? {} : { doc }),
    },
  ];
}

const SHAPES: Readonly<Record<string, FieldSchema["shape"]>> = { "[]": "list", "{}": "map" };

/** What the client publishes of the fields of a model; nothing of a model that it does not have. */
function publishedFields(model: string): ReadonlyMap<string, FieldType> {
  const found: unknown = new Map<string, unknown>(Object.entries(client)).get(model);
  if (!hasAttributes(found)) return new Map();
  return new Map(found.getAttributeTypeMap().map(({ baseName, type, format }) => [baseName, readType(type, format)]));
}

interface Model {
  getAttributeTypeMap(): readonly { readonly baseName: string; readonly type: string; readonly format: string }[];
}

function hasAttributes(model: unknown): model is Model {
  return typeof model === "function" && "getAttributeTypeMap" in model;
}

function readType(type: string, format: string): FieldType {
  const list = /^Array<(.*)>$/.exec(type)?.[1];
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  const shape = list !== undefined ? "list" : map !== undefined ? "map" : "one";
  return { type: nameOf(list ?? map ?? type, format), shape };
}

function nameOf(type: string, format: string): string {
  if (type === "number") return format === "int32" || format === "int64" ? format : "number";
  if (type === "IntOrString") return "intOrString";
  return SCALARS[type] ?? type.replace(/^(Core)?V1(?=[A-Z])/, "");
}
