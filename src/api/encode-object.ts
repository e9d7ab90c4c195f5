/** An object of any kind as JSON. */

import { encode } from "./encode.ts";
import type { JsonObject } from "./json.ts";
import type { AnyKind } from "./kinds/kind.ts";
import type { KubeObject } from "./types.ts";

/** The object as JSON, with `apiVersion` and `kind` first; without a namespace for cluster-scoped kinds. */
export function encodeObject(of: AnyKind, object: KubeObject): JsonObject {
  const { namespace, ...metadata } = object.metadata;
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...rest } = object;
  const given = Object.entries(namespace === "" ? metadata : { ...metadata, namespace });
  const shown = Object.fromEntries(given.filter(([, value]) => value !== ""));
  const whole = { kind: of.kind, apiVersion: of.apiVersion, metadata: shown, ...rest };
  return of.schema === undefined ? whole : encode(of.schema, whole);
}
