/** JSON merge patch (RFC 7386). */

import { equalJson, isJsonObject, type JsonObject, ownValue } from "./json.ts";

/**
 * Applies a merge patch: objects merge key by key, null removes a key, everything else replaces.
 *
 * What the patch does not change is shared with the original; a patch without effect returns the original itself.
 */
export function mergePatch(original: object, patch: JsonObject): JsonObject {
  let result = isJsonObject(original) ? original : {};
  for (const [key, wanted] of Object.entries(patch)) {
    const given = ownValue(result, key);
    if (wanted === null) result = withoutKey(result, key);
    else result = withValue(result, key, merged(given, wanted));
  }
  return result;
}

function merged(given: unknown, wanted: unknown): unknown {
  return isJsonObject(wanted) ? mergePatch(isJsonObject(given) ? given : {}, wanted) : wanted;
}

const NOTHING: JsonObject = {};

/** The object with a value under a key; the object itself if an equal value is there already. */
export function withValue(object: JsonObject, key: string, value: unknown): JsonObject {
  if (Object.hasOwn(object, key) && equalJson(object[key], value)) return object;
  // A copy may not gain keys behind a spread (see `copyWith`); keys
  // of users may be "__proto__", which only a literal takes.
  return Object.hasOwn(object, key) ? { ...object, [key]: value } : { ...NOTHING, ...object, [key]: value };
}

/** The object without a key; the object itself if it has no such key. */
export function withoutKey(object: JsonObject, key: string): JsonObject {
  if (!Object.hasOwn(object, key)) return object;
  const { [key]: _removed, ...rest } = object;
  return rest;
}
