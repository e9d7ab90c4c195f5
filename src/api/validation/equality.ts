/**
 * When two decoded values mean the same to the API (`Semantic.DeepEqual`): as JSON, and an absent list is an empty one.
 */
import { isJsonList, isJsonObject } from "../json.ts";

/** Compares two values of decoded objects, in which everything that Go does not tell from absent is absent already. */
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
