/** Decodes objects of any kind, and reports problems. */

import { copyWith } from "../copy-with.ts";
import { type DecodeProblem, decode } from "../decode-value.ts";
import { type FieldPath, formatPath } from "../field-path.ts";
import { describeJson, isJsonObject, type JsonObject } from "../json.ts";
import type { KubeObject, ObjectMeta } from "../types.ts";
import { isOfKind, type Kind } from "./kind.ts";

/** Metadata that a stored object always has; `""` if it is absent. */
const STORED_METADATA: ObjectMeta = { name: "", namespace: "", uid: "", resourceVersion: "", creationTimestamp: "" };

/**
 * Decodes an object of a kind. `apiVersion` and `kind` may be absent; if the kind has no schema, everything except the
 * metadata is kept as it is.
 *
 * @param stored the object that `value` was made from, if any: parts that they share are not decoded again
 */
export function readObject<T extends KubeObject>(
  of: Kind<T>,
  value: unknown,
  stored?: T,
): { readonly object: T; readonly problems: readonly DecodeProblem[] } {
  const given: JsonObject = isJsonObject(value) ? value : {};
  const whole = of.schema === undefined ? undefined : decode(of.schema, value, { settled: partsOf(stored) });
  const metadata = metadataOf(given, stored);
  const { apiVersion, kind } = of;
  const object = copyWith(whole?.object ?? given, { apiVersion, kind, metadata: metadata.object });
  const problems = whole?.problems ?? [
    ...(isJsonObject(value) ? [] : [notAnObject(value)]),
    ...metadata.problems.map((problem) => ({ ...problem, path: ["metadata", ...problem.path] })),
    ...(of.strategy.unknownFields?.(given) ?? []).map(unknownField),
  ];
  if (!isOfKind(of, object)) throw new TypeError(`an object decoded as ${kind} has another kind`);
  return {
    object,
    problems: [...checkName(given, "apiVersion", apiVersion), ...checkName(given, "kind", kind), ...problems],
  };
}

function partsOf(stored: KubeObject | undefined): ReadonlySet<unknown> {
  return new Set(stored === undefined ? [] : Object.values(stored));
}

function metadataOf(given: JsonObject, stored: KubeObject | undefined) {
  if (stored !== undefined && given.metadata === stored.metadata) return { object: stored.metadata, problems: [] };
  const { object, problems } = decode("ObjectMeta", given.metadata ?? {});
  return { object: storedMetadata(object), problems };
}

function storedMetadata({ managedFields: _managed, selfLink: _link, ...kept }: JsonObject): ObjectMeta {
  return copyWith(STORED_METADATA, kept);
}

function unknownField(path: FieldPath): DecodeProblem {
  return { path, kind: "unknownField", message: `unknown field ${JSON.stringify(formatPath(path))}` };
}

function notAnObject(value: unknown): DecodeProblem {
  return { path: [], kind: "wrongType", message: `the document must be an object, not ${describeJson(value)}` };
}

function checkName(object: JsonObject, field: "apiVersion" | "kind", expected: string): DecodeProblem[] {
  const given = object[field];
  if (given === undefined || given === expected) return [];
  const message = `${field} must be ${JSON.stringify(expected)}, not ${describeJson(given)}`;
  return [{ path: [field], kind: "wrongKind", message }];
}
