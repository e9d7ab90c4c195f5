/** Applies the body of a PATCH to an object, according to its media type. */

import { isJsonList, isJsonObject, type JsonObject } from "../api/json.ts";
import { applyJsonPatch, JsonPatchError } from "../api/json-patch.ts";
import { jsonText } from "../api/json-text.ts";
import { mergePatch } from "../api/merge-patch.ts";
import type { TypeName } from "../api/schema/index.ts";
import { strategicMerge } from "../api/strategic-merge.ts";
import { type Body, mediaTypeOf, parseJson, parseYaml } from "./body.ts";
import type { Asked } from "./reply.ts";
import { badRequest, tooLarge, unprocessable, unsupportedMediaType } from "./status.ts";
import { patchError } from "./unrecognized.ts";

const PATCH_TYPES = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
  "application/apply-patch+yaml": "apply",
  "application/apply-patch+json": "apply",
} as const;

/** Prefixes of the decoder's messages. */
const PREFIXES = { json: "", merge: "error decoding patch: ", strategic: "", apply: "error decoding YAML: " } as const;
const BRACE = "{".charCodeAt(0);
const SPACES = new Set([..." \t\r\n"].map((space) => space.charCodeAt(0)));

/** The kind of a patch. */
export type PatchKind = (typeof PATCH_TYPES)[keyof typeof PATCH_TYPES];

/**
 * The kind of a patch, from its media type.
 *
 * @throws HttpError 415 for any other type
 */
export function patchKindOf(request: Asked): PatchKind {
  const type = mediaTypeOf(request);
  for (const [known, kind] of Object.entries(PATCH_TYPES)) if (type === known) return kind;
  throw unsupportedMediaType("415: Unsupported Media Type", {});
}

/** Reads the body of a PATCH: YAML (or JSON) for apply, JSON for the others. */
export function readPatch(request: Asked, kind: PatchKind): Body {
  const bytes = request.bytes();
  const refusal = (error: string) => badRequest(`${PREFIXES[kind]}${error}`);
  const isYaml = kind === "apply" && bytes[bytes.findIndex((byte) => !SPACES.has(byte))] !== BRACE;
  return isYaml ? parseYaml(bytes, refusal) : parseJson(bytes, refusal);
}

/**
 * Applies a patch other than an apply; returns a body, still to be decoded.
 *
 * @param type the schema of a strategic merge patch
 */
export function patched(
  kind: Exclude<PatchKind, "apply">,
  type: TypeName | undefined,
  current: JsonObject,
  patch: Body,
): Body {
  if (kind === "json") return made(patchedByOperations(current, patch.value), []);
  const error = patchError(patch.value);
  if (error !== undefined) throw badRequest(`${PREFIXES[kind]}${error}`);
  if (!isJsonObject(patch.value)) return made(current, []);
  if (kind === "merge") return made(mergePatch(current, patch.value), patch.duplicates);
  const result = strategicMerge(type, current, patch.value);
  if ("problem" in result) throw badRequest(result.problem);
  return { value: result.object, duplicates: patch.duplicates, order: new Map(), patch: printGo(patch.value) };
}

function patchedByOperations(current: JsonObject, operations: unknown): unknown {
  try {
    return applyJsonPatch(current, operations);
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    if (error.problem === "malformed") throw badRequest(error.message);
    throw error.problem === "tooLarge" ? tooLarge(error.message) : unprocessable();
  }
}

function made(value: unknown, duplicates: readonly string[]): Body {
  return { value, duplicates, order: new Map(), patch: jsonText(value) };
}

/** Formats a value as Go prints it, for messages about strategic merge patches: `map[spec:map[parallelism:x]]`. */
function printGo(value: unknown): string {
  if (value === null) return "<nil>";
  if (isJsonList(value)) return `[${value.map(printGo).join(" ")}]`;
  if (!isJsonObject(value)) return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, part]) => `${key}:${printGo(part)}`).join(" ")}]`;
}
