/**
 * Sets of fields as managed fields record them: fields of structs, keys of maps, list items by their keys, values of
 * sets. Atomic types and lists are one field.
 */

import { equalJson, isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";
import type { FieldShape, Fields, List } from "./field-shape.ts";

/** Path steps in the notation of `fieldsV1`: `f:spec`, `k:{"name":"main"}`, `v:"finalizer"`. */
export type FieldSteps = readonly string[];

/** Fields by their joined steps. */
export type FieldSet = ReadonlyMap<string, FieldSteps>;

/** The difference between two versions of an object. */
export interface FieldChanges {
  /** Fields that were added or changed. */
  readonly set: FieldSet;
  readonly removed: FieldSet;
}

const KEY_DEFAULTS: Readonly<Record<string, string>> = { protocol: "TCP" };

/** The step to an item of a keyed list; `undefined` if the item lacks a key. */
export function itemStep(keys: readonly string[], item: unknown): string | undefined {
  if (!isJsonObject(item)) return undefined;
  const entries = keys.map((key): [string, unknown] => [key, item[key] ?? KEY_DEFAULTS[key]]);
  return entries.some(([, value]) => value === undefined)
    ? undefined
    : `k:${JSON.stringify(Object.fromEntries(entries))}`;
}

/** All fields of an object. */
export function fieldsOf(shape: Fields, object: JsonObject): FieldSet {
  return compareFields(shape, undefined, object).set;
}

/** The fields in which two objects of a shape differ; parts that both share by reference are skipped. */
export function compareFields(shape: Fields, before: JsonObject | undefined, after: JsonObject): FieldChanges {
  const comparison = new Comparison();
  comparison.fields(shape, before, after, []);
  return comparison;
}

class Comparison implements FieldChanges {
  readonly set = new Map<string, FieldSteps>();
  readonly removed = new Map<string, FieldSteps>();

  fields(shape: Fields, before: JsonObject | undefined, after: JsonObject | undefined, path: FieldSteps): void {
    if (before === after) return;
    for (const name of shape.names(before, after)) {
      const [old, next] = [before?.[name], after?.[name]];
      if (old !== next) this.#part(shape.field(name), old ?? undefined, next ?? undefined, [...path, `f:${name}`]);
    }
  }

  #part(shape: FieldShape, before: unknown, after: unknown, path: FieldSteps): void {
    if (shape.kind === "list") this.#list(shape, before, after, path);
    else if (shape.kind === "leaf" || !isJsonObject(after ?? before)) this.#leaf(before, after, path);
    else if (shape.countsItself) {
      this.#presence(asObject(before), asObject(after), path);
      this.fields(shape, asObject(before), asObject(after), path);
    } else if (isEmptyObject(after ?? before)) this.#leaf(before, after, path);
    else this.fields(shape, asObject(before), asObject(after), path);
  }

  #leaf(before: unknown, after: unknown, path: FieldSteps): void {
    if (equalJson(before, after)) return;
    (after === undefined ? this.removed : this.set).set(path.join("\n"), path);
  }

  /** The presence of a map or an item is a field by itself, in addition to its contents. */
  #presence(before: unknown, after: unknown, path: FieldSteps): void {
    if ((before === undefined) !== (after === undefined)) this.#leaf(before, after, path);
  }

  #list({ identity, item }: List, before: unknown, after: unknown, path: FieldSteps): void {
    const [old, next] = [byStep(identity, before), byStep(identity, after)];
    for (const step of new Set([...old.keys(), ...next.keys()])) {
      const [oldItem, nextItem] = [old.get(step), next.get(step)];
      const itemPath = [...path, step];
      this.#presence(oldItem, nextItem, itemPath);
      if (item.kind === "fields") this.fields(item, asObject(oldItem), asObject(nextItem), itemPath);
    }
  }
}

/** How many sets are known at once; the fields of a manifest and of each status are a dozen. */
const MOST_KNOWN = 2_000;

/** One set in place of all that are equal: objects of one manifest have the same fields, and a server keeps many. */
export class KnownFieldSets {
  readonly #known = new Map<string, FieldSet>();
  /** Most entries of a write keep the set that they had. */
  readonly #shared = new WeakSet<FieldSet>();

  /** The set that is known with these fields, or this one from now on. */
  known(set: FieldSet): FieldSet {
    if (this.#shared.has(set)) return set;
    const key = [...set.keys()].join("\n\n");
    const found = this.#known.get(key);
    if (found !== undefined) return found;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(key, set);
    this.#shared.add(set);
    return set;
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
