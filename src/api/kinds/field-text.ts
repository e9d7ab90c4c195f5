/** The values that field selectors compare. */

import { isJsonObject, ownValue } from "../json.ts";
import type { KubeObject, StringMap } from "../types.ts";
import type { AnyKind } from "./kind.ts";

/** The value of a field of an object; `undefined` if the kind has no such field selector. */
export function fieldText(of: AnyKind, object: KubeObject, field: string): string | undefined {
  if (field === "metadata.name") return object.metadata.name;
  if (field === "metadata.namespace" && of.isNamespaced) return object.metadata.namespace;
  const text = of.selectableTexts[field];
  if (text !== undefined) return text(object);
  const absent = of.selectableFields[field];
  if (absent === undefined) return undefined;
  const value = field
    .split(".")
    .reduce<unknown>((part, key) => (isJsonObject(part) ? ownValue(part, key) : undefined), object);
  return value === undefined || value === null ? absent : String(value);
}

/** Whether all fields have the given values. */
export function matchesFields(of: AnyKind, object: KubeObject, fields: StringMap): boolean {
  return Object.entries(fields).every(([field, text]) => fieldText(of, object, field) === text);
}
