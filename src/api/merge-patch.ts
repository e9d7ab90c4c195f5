/** JSON merge patch (RFC 7386). */

import { equalJson, isJsonObject, type JsonObject, ownValue } from "./json.ts";

/**
 * Applies a merge patch: objects merge key by key, null removes a key, everything else is replaced.
 *
 * Unchanged parts are shared with the original; a patch without effect returns the original.
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

/** The object with a value under a key; the same object if it has an equal value. */
export function withValue(object: JsonObject, key: string, value: unknown): JsonObject {
  if (Object.hasOwn(object, key) && equalJson(object[key], value)) return object;
  // A copy must not gain keys after a spread (see `copyWith`), and keys of users may be "__proto__", which only a
  // literal accepts.
  return Object.hasOwn(object, key) ? { ...object, [key]: value } : { ...NOTHING, ...object, [key]: value };
}

/** The object without a key; the same object if it does not have the key. */
export function withoutKey(object: JsonObject, key: string): JsonObject {
  if (!Object.hasOwn(object, key)) return object;
  const { [key]: _removed, ...rest } = object;
  return rest;
}
