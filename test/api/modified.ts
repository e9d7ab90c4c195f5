/** Changes of a Job that a recorded client reads, modifies and writes back. */

import { isJsonList, isJsonObject, type JsonObject } from "../../src/api/json.ts";

/** Sets values at paths with dots between their steps, and removes paths. */
export function modified(stored: JsonObject, { set, delete: removed }: JsonObject): JsonObject {
  let result = stored;
  for (const entry of isJsonList(set) ? set : []) {
    if (isJsonList(entry)) result = withPath(result, String(entry[0]).split("."), entry[1]);
  }
  for (const path of isJsonList(removed) ? removed : []) result = withPath(result, String(path).split("."), undefined);
  return result;
}

/** A copy with another value at the end of a path. */
export function withPath(value: unknown, [step = "", ...rest]: readonly string[], wanted: unknown): JsonObject {
  const object = isJsonObject(value) ? value : {};
  const part = object[step];
  const [index, ...below] = rest;
  if (index === undefined) return { ...object, [step]: wanted };
  if (!isJsonList(part)) return { ...object, [step]: withPath(part, rest, wanted) };
  return { ...object, [step]: part.map((item, at) => (at === Number(index) ? withPath(item, below, wanted) : item)) };
}
