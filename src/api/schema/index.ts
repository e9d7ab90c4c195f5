/** All types that are reachable from the kinds with a schema, as in Kubernetes 1.36. */

import { SCHEMA_GROUPS, SCHEMA_TABLES } from "#generated/schema-tables.js";
import type { FieldSchema, TypeSchema } from "./field.ts";

export type { FieldSchema, Presence, ScalarType, TypeSchema } from "./field.ts";

/** The name of a type with fields, such as `JobSpec`. */
export type TypeName = keyof typeof SCHEMA_TABLES;

const byName: ReadonlyMap<string, TypeSchema> = new Map(Object.entries(SCHEMA_TABLES));

/** The names of all types, in the order of the tables. */
export const TYPE_NAMES: readonly string[] = [...byName.keys()];

/** What a decoder needs to know about a type: its fields in order, and the required ones. */
export interface FieldOrder {
  readonly fields: readonly (readonly [name: string, field: FieldSchema])[];
  /** Index of each field by its name. */
  readonly places: ReadonlyMap<string, number>;
  /** Indexes of the fields that an object always has. */
  readonly required: readonly number[];
}

const NO_FIELDS: FieldOrder = { fields: [], places: new Map(), required: [] };

const orders = new Map<string, FieldOrder>();

/** The fields of a type in order, made when they are first asked for: a run needs few types. None for a scalar type. */
export function fieldOrderOf(type: string): FieldOrder {
  const known = orders.get(type);
  if (known !== undefined) return known;
  const schema = byName.get(type);
  if (schema === undefined) return NO_FIELDS;
  const order = orderOf(schema);
  orders.set(type, order);
  return order;
}

function orderOf(schema: TypeSchema): FieldOrder {
  const fields = Object.entries(schema);
  const places = new Map(fields.map(([name], place) => [name, place]));
  const required = fields.flatMap(([, { presence }], place) => (presence === "required" ? [place] : []));
  return { fields, places, required };
}

/** The fields of a type by name; `undefined` for a scalar type. */
export function schemaOf(type: string): TypeSchema | undefined {
  return byName.get(type);
}

const groups: ReadonlyMap<string, string> = new Map(Object.entries(SCHEMA_GROUPS));

/** The API group of a type's documentation: `meta`, `batch`, `core` or `events`. */
export function groupOfType(type: string): string {
  return groups.get(type) ?? "core";
}
