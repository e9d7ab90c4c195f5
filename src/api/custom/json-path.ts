/** The simple JSONPaths of printer columns: fields, numbers in brackets, and filters for one equal field. */

import { isJsonList, isJsonObject } from "../json.ts";

const STEP = /\.([\w-]+)|\['([^']+)'\]|\[(\d+)\]|\[\?\(@\.([\w-]+)\s*==\s*["']([^"']*)["']\)\]/y;

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
