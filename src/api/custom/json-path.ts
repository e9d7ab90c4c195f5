/** The simple JSONPaths of printer columns: fields, indexes, and filters that compare one field. */

import { copyWith } from "../copy-with.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../json.ts";

const STEP = /\.([\w-]+)|\['([^']+)'\]|\[(\d+)\]|\[\?\(@\.([\w-]+)\s*==\s*["']([^"']*)["']\)\]/y;

/** Returns a copy of an object with a value at a path of fields, such as `.spec.replicas`. */
export function withValueAt(object: JsonObject, path: string, value: unknown): JsonObject {
  const [, field = "", rest = ""] = /^\.([\w-]+)(.*)$/.exec(path) ?? [];
  if (rest === "") return copyWith(object, { [field]: value });
  const below = object[field];
  return copyWith(object, { [field]: withValueAt(isJsonObject(below) ? below : {}, rest, value) });
}

/** The value at a path such as `.status.conditions[?(@.type=="Ready")].status`; `undefined` if there is none. */
export function valueAt(object: unknown, path: string): unknown {
  let value = object;
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const [whole, field, quoted, index, key, wanted] = STEP.exec(path) ?? [];
    if (whole === undefined) return undefined;
    const name = field ?? quoted;
    if (name !== undefined) value = isJsonObject(value) ? value[name] : undefined;
    else if (!isJsonList(value)) return undefined;
    else if (index !== undefined) value = value[Number(index)];
    else value = value.find((item) => isJsonObject(item) && key !== undefined && String(item[key]) === wanted);
  }
  return value;
}
