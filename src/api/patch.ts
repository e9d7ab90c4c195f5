/** Patches in all formats of the API, for objects of any kind. */

import { isJsonObject, type JsonObject } from "./json.ts";
import { applyJsonPatch, JsonPatchError } from "./json-patch.ts";
import { mergePatch } from "./merge-patch.ts";
import type { TypeName } from "./schema/index.ts";
import { type PatchResult, strategicMerge } from "./strategic-merge.ts";

/** A patch: JSON Patch (RFC 6902), merge patch (RFC 7386), or strategic merge patch. */
export type Patch =
  | { readonly type: "json"; readonly operations: readonly JsonObject[] }
  | { readonly type: "merge" | "strategic"; readonly body: JsonObject };

/**
 * Applies a patch; returns the new object, still to be decoded, or what is wrong with the patch.
 *
 * @param type the schema of a strategic merge patch; without one, lists are replaced as a whole
 */
export function applyPatch(type: TypeName | undefined, object: object, patch: Patch): PatchResult {
  const document = isJsonObject(object) ? object : {};
  switch (patch.type) {
    case "json":
      return applyOperations(document, patch.operations);
    case "merge":
      return { object: mergePatch(document, patch.body) };
    case "strategic":
      return strategicMerge(type, document, patch.body);
  }
}

function applyOperations(document: JsonObject, operations: readonly JsonObject[]): PatchResult {
  try {
    const result = applyJsonPatch(document, operations);
    return isJsonObject(result) ? { object: result } : { problem: "the result of the patch is not an object" };
  } catch (error) {
    if (error instanceof JsonPatchError) return { problem: error.message };
    throw error;
  }
}
