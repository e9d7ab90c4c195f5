/** The way back from what clients see to what is stored: what a client leaves as it was shown stays as it is stored. */

import { equalJson, isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";

/**
 * An object that a client wants, without what is only shown.
 *
 * @param wanted made from what was shown
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

/** What is shown beyond the stored items comes last; items that have names are known by them. */
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
