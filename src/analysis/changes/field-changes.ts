/** What differs between two versions of an object, field by field. */

import { equalJson, isJsonObject } from "../../api/json.ts";

/** One field that changed; `before` or `after` is left out if the field was, or is, absent. */
export interface FieldChange {
  /** Path with dots, for example `spec.parallelism`. */
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A change, or none if both values are the same scalar. */
export function changeOf(field: string, before: unknown, after: unknown): FieldChange[] {
  if (before === after) return [];
  return [{ field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

/**
 * Lists the fields that differ, down to the innermost; lists are compared as a whole.
 *
 * @param field path of both values
 */
export function fieldChanges(field: string, before: unknown, after: unknown): FieldChange[] {
  if (before === after) return [];
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => fieldChanges(field === "" ? key : `${field}.${key}`, before[key], after[key]));
  }
  return equalJson(before, after) ? [] : changeOf(field, before, after);
}
