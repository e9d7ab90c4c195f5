/**
 * Strategic merge patch: a merge patch that uses the schema. Lists whose items have a key (containers by name,
 * conditions by type) are merged item by item, and directives in the patch (`$patch`, `$retainKeys`, …) control the
 * merge.
 */

import { isJsonList, isJsonObject, type JsonObject, ownValue } from "./json.ts";
import { withoutKey, withValue } from "./merge-patch.ts";
import { type FieldSchema, schemaOf, type TypeName, type TypeSchema } from "./schema/index.ts";
import { mergeList, orderList, PatchError, withoutDirectives } from "./strategic-merge-list.ts";

const DELETE_ITEMS = "$deleteFromPrimitiveList/";
const ELEMENT_ORDER = "$setElementOrder/";

/** The patched object, or what is wrong with the patch. */
export type PatchResult = { readonly object: JsonObject } | { readonly problem: string };

/**
 * Applies a strategic merge patch to an object of a type.
 *
 * Unchanged parts are shared with the original; a patch without effect returns the original. The result is not decoded:
 * it may have unknown fields and values of wrong types from the patch.
 */
export function strategicMerge(type: TypeName | undefined, original: object, patch: JsonObject): PatchResult {
  try {
    return { object: mergeObject(schemaOf(type ?? "") ?? {}, isJsonObject(original) ? original : {}, patch) };
  } catch (error) {
    if (error instanceof PatchError) return { problem: error.message };
    throw error;
  }
}

function mergeObject(schema: TypeSchema, original: JsonObject, patch: JsonObject): JsonObject {
  if (Object.hasOwn(patch, "$patch")) return replaceOrDelete(patch);
  let result = retainKeys(original, patch);
  const ordered = new Set<string>();
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(ELEMENT_ORDER)) continue;
    const name = key.slice(ELEMENT_ORDER.length);
    result = mergeInOrder(ownField(schema, name), result, name, ownValue(patch, name), order);
    ordered.add(name);
  }
  for (const [key, wanted] of Object.entries(patch)) {
    if (key === "$retainKeys" || key.startsWith(ELEMENT_ORDER) || ordered.has(key)) continue;
    if (key.startsWith(DELETE_ITEMS)) result = deleteItems(result, key.slice(DELETE_ITEMS.length), wanted);
    else if (wanted === null) result = withoutKey(result, key);
    else result = withValue(result, key, mergeValue(ownField(schema, key), ownValue(result, key), wanted));
  }
  return result;
}

function ownField(schema: TypeSchema, name: string): FieldSchema | undefined {
  return Object.hasOwn(schema, name) ? schema[name] : undefined;
}

function mergeValue(field: FieldSchema | undefined, given: unknown, wanted: unknown): unknown {
  if (isJsonObject(given) && isJsonObject(wanted)) {
    const isTyped = field !== undefined && field.shape === "one";
    return mergeObject(isTyped ? (schemaOf(field.type) ?? {}) : {}, given, wanted);
  }
  if (isJsonList(given) && isJsonList(wanted)) return mergeField(field, given, wanted);
  return withoutDirectives(wanted);
}

function mergeField(field: FieldSchema | undefined, given: readonly unknown[], wanted: readonly unknown[]) {
  const isMerged = field?.mergeKey !== undefined || field?.mergeAsSet === true;
  if (field === undefined || !isMerged) return wanted;
  const itemSchema = schemaOf(field.type) ?? {};
  return mergeList(field.mergeKey, given, wanted, (item, change) => mergeObject(itemSchema, item, change));
}

/** The directive `$patch` of an object: `replace` makes the patch the new object, `delete` empties it. */
function replaceOrDelete(patch: JsonObject): JsonObject {
  const { $patch: directive, ...rest } = patch;
  if (directive === "replace") return rest;
  if (directive === "delete") return {};
  throw new PatchError(`unknown patch type: ${JSON.stringify(directive)}`);
}

/** `$retainKeys` lists the keys to keep; the patch may set no others. */
function retainKeys(original: JsonObject, patch: JsonObject): JsonObject {
  if (!Object.hasOwn(patch, "$retainKeys")) return original;
  const keys = patch.$retainKeys;
  if (!isJsonList(keys)) throw new PatchError("$retainKeys must be a list of keys");
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith("$") || value === null || keys.includes(key)) continue;
    throw new PatchError(`the patch sets ${key}, which is not in its $retainKeys`);
  }
  return Object.keys(original).reduce((kept, key) => (keys.includes(key) ? kept : withoutKey(kept, key)), original);
}

function deleteItems(original: JsonObject, name: string, items: unknown): JsonObject {
  if (!isJsonList(items)) throw new PatchError(`${DELETE_ITEMS}${name} must be a list`);
  const given = ownValue(original, name);
  if (!isJsonList(given)) return original;
  return withValue(
    original,
    name,
    given.filter((item) => !items.includes(item)),
  );
}

function mergeInOrder(
  field: FieldSchema | undefined,
  original: JsonObject,
  name: string,
  wanted: unknown,
  order: unknown,
): JsonObject {
  const given = ownValue(original, name);
  if (!isJsonList(order)) throw new PatchError(`${ELEMENT_ORDER}${name} must be a list`);
  if (given === undefined && !isJsonList(wanted)) return original;
  const merged = wanted === undefined ? given : mergeValue(field, given, wanted);
  if (!isJsonList(merged)) throw new PatchError(`${name} must be a list where ${ELEMENT_ORDER}${name} is given`);
  return withValue(original, name, orderList(field?.mergeKey, merged, order, isJsonList(given) ? given : []));
}
