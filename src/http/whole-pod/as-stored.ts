/**
 * Converts objects from clients back to the stored form: values that a client did not change keep their stored form.
 */

import { equalJson, isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";

/**
 * Returns an object from a client without the fields that are only shown.
 *
 * @param wanted made from the shown object
 * @param shown the stored object as clients see it
 */
export function asStored(wanted: JsonObject, shown: JsonObject, stored: JsonObject): JsonObject {
  const keys = new Set([...Object.keys(wanted), ...Object.keys(stored)]);
  const entries = [...keys].map((key): [string, unknown] => [key, keptOf(wanted[key], shown[key], stored[key])]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function keptOf(wanted: unknown, shown: unknown, stored: unknown): unknown {
  if (equalJson(wanted, shown)) return stored;
  if (isJsonList(wanted) && isJsonList(shown)) return itemsOf(wanted, shown, isJsonList(stored) ? stored : []);
  if (isJsonObject(wanted) && isJsonObject(shown) && isJsonObject(stored)) return asStored(wanted, shown, stored);
  return wanted;
}

/** Items that are only shown are at the end; items with names are matched by name. */
function itemsOf(wanted: readonly unknown[], shown: readonly unknown[], stored: readonly unknown[]) {
  return wanted.flatMap((item) => {
    const same = shown.findIndex((each) => equalJson(each, item));
    if (same >= 0) return same < stored.length ? [stored[same]] : [];
    const named = shown.findIndex((each) => nameOf(each) !== undefined && nameOf(each) === nameOf(item));
    return named < 0 ? [item] : [keptOf(item, shown[named], stored[named])];
  });
}

function nameOf(item: unknown): unknown {
  return isJsonObject(item) ? item.name : undefined;
}
