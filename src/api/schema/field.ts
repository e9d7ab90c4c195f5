/**
 * The description of a field in the schema tables: its type, whether it may be absent, and how a strategic merge patch
 * treats it.
 *
 * Kubernetes' behaviour follows from its Go types, so the tables record what Go knows: whether zero and absent differ
 * (a pointer), and whether the field is always written (no `omitempty`).
 */

export type ScalarType =
  | "string"
  | "bool"
  | "int32"
  | "int64"
  | "number"
  | "quantity"
  | "intOrString"
  | "timestamp"
  | "microTime"
  | "object";

/**
 * What the absence of the field means.
 *
 * - `optional`: absent and zero (`0`, `""`, `false`, an empty list or map) are the same, and zero is not kept.
 * - `pointer`: absent and zero differ, so zero is kept.
 * - `required`: the object always has it; zero if it was not given. An empty list, and a time that was never set, are
 *   written as `null`.
 */
export type Presence = "optional" | "pointer" | "required";

/** A field of a type. */
export interface FieldSchema {
  /** A {@link ScalarType} or the name of another type: of the value, or of each item of a list or map. */
  readonly type: string;
  readonly shape: "one" | "list" | "map";
  readonly presence: Presence;
  /** The field that identifies an item: strategic merge merges the lists item by item instead of replacing the list. */
  readonly mergeKey?: string;
  /** Whether strategic merge unites the list, without duplicates. */
  readonly mergeAsSet?: true;
  /** Items are one of several alternatives, so a patch may list the keys to keep (`$retainKeys`). */
  readonly retainKeys?: true;
  /** One sentence of documentation. */
  readonly doc?: string;
}

/** The fields of one type, by name. */
export type TypeSchema = Readonly<Record<string, FieldSchema>>;
