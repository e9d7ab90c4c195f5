/**
 * The structure of objects for server-side apply: from a schema table, from a structural schema, or deduced from the
 * object.
 */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { type FieldSchema, schemaOf } from "../../api/schema/index.ts";

/** The shape of a value. */
export type FieldShape = typeof LEAF | Fields | List;

/** An object whose fields are managed separately. */
export interface Fields {
  readonly kind: "fields";
  /** Whether the presence of the object is a field by itself. */
  readonly countsItself: boolean;
  names(before: JsonObject | undefined, after: JsonObject | undefined): Iterable<string>;
  field(name: string): FieldShape;
}

/** A list whose items are managed separately. */
export interface List {
  readonly kind: "list";
  /** Keys of the items; `set` if each item is its own key. */
  readonly identity: "set" | readonly string[];
  readonly item: FieldShape;
}

/** A value that is managed as a whole. */
const LEAF = { kind: "leaf" } as const;

/** Structs that are managed as a whole. */
const ATOMIC_TYPES = new Set(["LabelSelector", "LocalObjectReference", "ObjectFieldSelector", "OwnerReference"]);
/** Maps and lists that are managed as a whole, although strategic merge patches merge them. */
const ATOMIC_FIELDS = new Set(["JobStatus.conditions", "PodSpec.nodeSelector"]);
/** Lists whose items have more keys than the merge key of strategic merge patches. */
const LIST_KEYS: Readonly<Record<string, readonly string[]>> = {
  "Container.ports": ["containerPort", "protocol"],
  "EphemeralContainer.ports": ["containerPort", "protocol"],
  "PodSpec.topologySpreadConstraints": ["topologyKey", "whenUnsatisfiable"],
};

function allNames(before: JsonObject | undefined, after: JsonObject | undefined): Iterable<string> {
  return new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
}

/** A map: each key is a field. */
function mapOf(value: FieldShape): Fields {
  return { kind: "fields", countsItself: true, names: allNames, field: () => value };
}

const typed = new Map<string, Fields>();

/** The shape of a type in the schema tables. */
export function shapeOfType(type: string): Fields {
  const known = typed.get(type);
  if (known !== undefined) return known;
  const schema = schemaOf(type) ?? {};
  const names = Object.keys(schema);
  const shape: Fields = {
    kind: "fields",
    countsItself: false,
    names: () => names,
    field: (name) => {
      const field = Object.hasOwn(schema, name) ? schema[name] : undefined;
      return field === undefined ? LEAF : shapeOfField(type, name, field);
    },
  };
  typed.set(type, shape);
  return shape;
}

function shapeOfField(type: string, name: string, field: FieldSchema): FieldShape {
  const qualified = `${type}.${name}`;
  if (ATOMIC_FIELDS.has(qualified)) return LEAF;
  switch (field.shape) {
    case "list": {
      if (field.mergeAsSet === true) return { kind: "list", identity: "set", item: LEAF };
      const keys = LIST_KEYS[qualified] ?? (field.mergeKey === undefined ? undefined : [field.mergeKey]);
      return keys === undefined ? LEAF : { kind: "list", identity: keys, item: shapeOfType(field.type) };
    }
    case "map":
      return mapOf(LEAF);
    case "one":
      return schemaOf(field.type) === undefined || ATOMIC_TYPES.has(field.type) ? LEAF : shapeOfType(field.type);
  }
}

/** The shape of an object: from its type, else from the schema of its definition, else deduced. */
export function shapeOfObjects(type: string | undefined, schema: JsonObject | undefined): Fields {
  if (type !== undefined) return shapeOfType(type);
  return asObjectOf((name) => (schema === undefined ? DEDUCED : shapeOfSchema(partOf(schema, name))));
}

/** An object without a schema: each field is managed separately, and lists as a whole. */
const DEDUCED: Fields = { kind: "fields", countsItself: true, names: allNames, field: () => DEDUCED };

function asObjectOf(field: (name: string) => FieldShape): Fields {
  return {
    kind: "fields",
    countsItself: false,
    names: allNames,
    field: (name) => (name === "metadata" ? shapeOfType("ObjectMeta") : field(name)),
  };
}

function partOf({ properties, additionalProperties }: JsonObject, name: string): unknown {
  return isJsonObject(properties) && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
}

function shapeOfSchema(schema: unknown): FieldShape {
  if (!isJsonObject(schema)) return DEDUCED;
  if (schema.type === "array") return shapeOfItems(schema);
  if (schema.type !== "object" && schema["x-kubernetes-preserve-unknown-fields"] !== true) return LEAF;
  if (schema["x-kubernetes-map-type"] === "atomic") return LEAF;
  const field = (name: string) => shapeOfSchema(partOf(schema, name));
  return { kind: "fields", countsItself: true, names: allNames, field };
}

function shapeOfItems(schema: JsonObject): FieldShape {
  const keys = schema["x-kubernetes-list-map-keys"];
  switch (schema["x-kubernetes-list-type"]) {
    case "set":
      return { kind: "list", identity: "set", item: LEAF };
    case "map":
      return { kind: "list", identity: Array.isArray(keys) ? keys.map(String) : [], item: shapeOfSchema(schema.items) };
    default:
      return LEAF;
  }
}
