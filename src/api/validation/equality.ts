/** Semantic equality of decoded values (`Semantic.DeepEqual`): equal as JSON, with absent and empty lists the same. */
import { isJsonList, isJsonObject } from "../json.ts";

/** Compares two values of decoded objects, in which fields that Go treats as absent are already absent. */
export function semanticallyEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left === undefined) return isJsonList(right) && right.length === 0;
  if (right === undefined) return isJsonList(left) && left.length === 0;
  if (isJsonList(left) && isJsonList(right)) {
    return left.length === right.length && left.every((entry, i) => semanticallyEqual(entry, right[i]));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const fields = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...fields].every((field) => semanticallyEqual(left[field], right[field]));
}
