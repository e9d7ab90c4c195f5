/** Building blocks of the defaulting functions; each returns its argument if nothing is missing. */

import { copyWith } from "../copy-with.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../json.ts";

/** Adds the values of absent keys. Decoding has already dropped empty strings that mean absence. */
export function fill<T extends object>(object: T, defaults: JsonObject): T {
  if (!isJsonObject(object)) return object;
  let missing: Record<string, unknown> | undefined;
  for (const key of Object.keys(defaults)) {
    if (object[key] !== undefined) continue;
    missing ??= {};
    missing[key] = defaults[key];
  }
  return missing === undefined ? object : copyWith(object, missing);
}

/** Replaces the object under a key with the result of `change`; does nothing if there is none. */
export function within<T extends object>(object: T, key: string, change: (part: JsonObject) => JsonObject): T {
  const part: unknown = Reflect.get(object, key);
  if (!isJsonObject(part)) return object;
  const changed = change(part);
  return changed === part ? object : { ...object, [key]: changed };
}

/** Replaces each object of the list under a key with the result of `change`; other items stay. */
export function withinEach<T extends object>(object: T, key: string, change: (item: JsonObject) => JsonObject): T {
  const items: unknown = Reflect.get(object, key);
  if (!isJsonList(items)) return object;
  const changed = mapKept(items, (item) => (isJsonObject(item) ? change(item) : item));
  return changed === items ? object : { ...object, [key]: changed };
}

/** Like `map`, but returns the given list if no item changed. */
export function mapKept<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  const changed = items.map((item) => change(item));
  return changed.every((item, index) => item === items[index]) ? items : changed;
}
