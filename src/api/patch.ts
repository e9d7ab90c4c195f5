/** Patches in the forms of the API, applied to objects of any kind. */

import { isJsonObject, type JsonObject } from "./json.ts";
import { mergePatch } from "./merge-patch.ts";
import type { TypeName } from "./schema/index.ts";
import { type PatchResult, strategicMerge } from "./strategic-merge.ts";

/** A patch: RFC 7386, or Kubernetes' own that knows the types. */
export type Patch = { readonly type: "merge" | "strategic"; readonly body: JsonObject };

/**
 * The object that a patch makes of another one, still to be decoded, or what is wrong with the patch.
 *
 * @param type by which a strategic merge patch merges; without one lists are replaced as a whole
 */
export function applyPatch(type: TypeName | undefined, object: object, { type: form, body }: Patch): PatchResult {
  if (form === "merge") return { object: mergePatch(isJsonObject(object) ? object : {}, body) };
  return strategicMerge(type, object, body);
}
