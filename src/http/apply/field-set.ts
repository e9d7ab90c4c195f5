/**
 * Sets of fields, as managed fields count them: a field of a struct, a key of a map, an item of a list by its keys, a
 * value of a set. What a type treats as one (an atomic list, a selector) is one field.
 */

import { equalJson, isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";
import { type FieldSchema, schemaOf } from "../../api/schema/index.ts";

/** Steps as `fieldsV1` writes them: `f:spec`, `k:{"name":"main"}`, `v:"finalizer"`. */
export type FieldSteps = readonly string[];

/** Fields by their steps, joined. */
export type FieldSet = ReadonlyMap<string, FieldSteps>;

export interface FieldChanges {
  /** Fields that are new or have another value. */
  readonly set: FieldSet;
  readonly removed: FieldSet;
}

/** Structs that change as a whole. */
const ATOMIC_TYPES = new Set(["LabelSelector", "LocalObjectReference", "ObjectFieldSelector", "OwnerReference"]);
/** Maps and lists that change as a whole although a strategic merge patch merges them. */
const ATOMIC_FIELDS = new Set(["JobStatus.conditions", "PodSpec.nodeSelector"]);
/** Lists whose items need more than the key of a strategic merge patch to be distinguished. */
const LIST_KEYS: Readonly<Record<string, readonly string[]>> = {
  "Container.ports": ["containerPort", "protocol"],
  "EphemeralContainer.ports": ["containerPort", "protocol"],
  "PodSpec.topologySpreadConstraints": ["topologyKey", "whenUnsatisfiable"],
};
const KEY_DEFAULTS: Readonly<Record<string, string>> = { protocol: "TCP" };

/** How the items of a list are distinguished; `undefined` for a list that is one field. */
export type ListIdentity = readonly string[] | "set" | undefined;

/** How the items of a field are distinguished. */
export function listIdentity(type: string, name: string, field: FieldSchema): ListIdentity {
  const qualified = `${type}.${name}`;
  if (ATOMIC_FIELDS.has(qualified)) return undefined;
  if (field.mergeAsSet === true) return "set";
  return LIST_KEYS[qualified] ?? (field.mergeKey === undefined ? undefined : [field.mergeKey]);
}

/** Whether a value of a type has fields that are managed one by one. */
export function isGranular(type: string): boolean {
  return schemaOf(type) !== undefined && !ATOMIC_TYPES.has(type);
}

/** Whether a map is managed key by key. */
export function isGranularMap(type: string, name: string, field: FieldSchema): boolean {
  return field.shape === "map" && !ATOMIC_FIELDS.has(`${type}.${name}`);
}

/** The step to an item of a keyed list; `undefined` for an item that lacks its keys. */
export function itemStep(keys: readonly string[], item: unknown): string | undefined {
  if (!isJsonObject(item)) return undefined;
  const entries = keys.map((key): [string, unknown] => [key, item[key] ?? KEY_DEFAULTS[key]]);
  return entries.some(([, value]) => value === undefined)
    ? undefined
    : `k:${JSON.stringify(Object.fromEntries(entries))}`;
}

/** All fields of an object of a type. */
export function fieldsOf(type: string, object: JsonObject): FieldSet {
  return compareFields(type, undefined, object).set;
}

/** The fields in which two objects of a type differ; what both share by reference is not looked at. */
export function compareFields(type: string, before: JsonObject | undefined, after: JsonObject): FieldChanges {
  const comparison = new Comparison();
  comparison.struct(type, before, after, []);
  return comparison;
}

class Comparison implements FieldChanges {
  readonly set = new Map<string, FieldSteps>();
  readonly removed = new Map<string, FieldSteps>();

  struct(type: string, before: JsonObject | undefined, after: JsonObject | undefined, path: FieldSteps): void {
    if (before === after) return;
    const schema = schemaOf(type) ?? {};
    for (const [name, field] of Object.entries(schema)) {
      const [old, next] = [before?.[name], after?.[name]];
      if (old !== next) this.#field(type, name, field, old ?? undefined, next ?? undefined, [...path, `f:${name}`]);
    }
  }

  #field(type: string, name: string, field: FieldSchema, before: unknown, after: unknown, path: FieldSteps): void {
    if (field.shape === "list") {
      this.#list(field, listIdentity(type, name, field), before, after, path);
    } else if (isGranularMap(type, name, field)) this.#map(before, after, path);
    else if (isGranular(field.type) && !isEmptyObject(after ?? before)) {
      this.struct(field.type, asObject(before), asObject(after), path);
    } else this.#leaf(before, after, path);
  }

  #leaf(before: unknown, after: unknown, path: FieldSteps): void {
    if (equalJson(before, after)) return;
    (after === undefined ? this.removed : this.set).set(path.join("\n"), path);
  }

  #map(before: unknown, after: unknown, path: FieldSteps): void {
    const [old, next] = [asObject(before), asObject(after)];
    this.#presence(old, next, path);
    const keys = new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})]);
    for (const key of keys) this.#leaf(old?.[key], next?.[key], [...path, `f:${key}`]);
  }

  /** A map or an item is a field besides those in it: whether it is there at all. */
  #presence(before: unknown, after: unknown, path: FieldSteps): void {
    if ((before === undefined) !== (after === undefined)) this.#leaf(before, after, path);
  }

  #list(field: FieldSchema, identity: ListIdentity, before: unknown, after: unknown, path: FieldSteps): void {
    if (identity === undefined) {
      this.#leaf(before, after, path);
      return;
    }
    const [old, next] = [byStep(identity, before), byStep(identity, after)];
    for (const step of new Set([...old.keys(), ...next.keys()])) {
      const [oldItem, nextItem] = [old.get(step), next.get(step)];
      const itemPath = [...path, step];
      this.#presence(oldItem, nextItem, itemPath);
      if (identity !== "set") this.struct(field.type, asObject(oldItem), asObject(nextItem), itemPath);
    }
  }
}

function byStep(identity: readonly string[] | "set", list: unknown): ReadonlyMap<string, unknown> {
  const items = new Map<string, unknown>();
  for (const item of isJsonList(list) ? list : []) {
    const step = identity === "set" ? `v:${JSON.stringify(item)}` : itemStep(identity, item);
    if (step !== undefined) items.set(step, item);
  }
  return items;
}

function asObject(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

function isEmptyObject(value: unknown): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}
