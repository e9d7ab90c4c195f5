/** All types that can be reached from the kinds with a schema, as Kubernetes 1.36 has them. */

import { SCHEMA_GROUPS, SCHEMA_TABLES } from "#generated/schema-tables.js";
import type { FieldSchema, TypeSchema } from "./field.ts";

export type { FieldSchema, Presence, ScalarType, TypeSchema } from "./field.ts";

/** The name of a type with fields, such as `JobSpec`. */
export type TypeName = keyof typeof SCHEMA_TABLES;

const byName: ReadonlyMap<string, TypeSchema> = new Map(Object.entries(SCHEMA_TABLES));

/** The names of all types, in the order of the tables. */
export const TYPE_NAMES: readonly string[] = [...byName.keys()];

/** What a decoder asks of a type: its fields in order, and which an object always has. */
export interface FieldOrder {
  readonly fields: readonly (readonly [name: string, field: FieldSchema])[];
  /** Place of each field by its name. */
  readonly places: ReadonlyMap<string, number>;
  /** Places of the fields that an object always has. */
  readonly required: readonly number[];
}

const NO_FIELDS: FieldOrder = { fields: [], places: new Map(), required: [] };

const orders: ReadonlyMap<string, FieldOrder> = new Map(
  Array.from(byName, ([type, schema]) => {
    const fields = Object.entries(schema);
    const places = new Map(fields.map(([name], place) => [name, place]));
    const required = fields.flatMap(([, { presence }], place) => (presence === "required" ? [place] : []));
    return [type, { fields, places, required }];
  }),
);

/** The fields of a type in their order; none for a scalar type. */
export function fieldOrderOf(type: string): FieldOrder {
  return orders.get(type) ?? NO_FIELDS;
}

/** The fields of a type by its name; undefined for a scalar type, which has none. */
export function schemaOf(type: string): TypeSchema | undefined {
  return byName.get(type);
}

const groups: ReadonlyMap<string, string> = new Map(Object.entries(SCHEMA_GROUPS));

/** The API group whose documents have a type: `meta`, `batch`, `core` or `events`. */
export function groupOfType(type: string): string {
  return groups.get(type) ?? "core";
}
