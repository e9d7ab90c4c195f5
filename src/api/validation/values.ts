/**
 * Formats values in error messages as Kubernetes does: numbers and booleans plain, strings quoted, everything else as
 * JSON. Objects of API groups appear as Go's internal structs, with capitalized names and zero values (`{"Rules":[…]}`,
 * see go-structs.ts); labels and selectors keep their API names.
 */
import { jsonText, numberText } from "../json-text.ts";
import type { LabelSelector, StringMap } from "../types.ts";

/** A string in double quotes, escaped. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

/** The text of a value in a message; `null` if absent. */
export function printValue(value: unknown): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "string") return quote(value);
  if (typeof value === "object") return escapeHtml(jsonText(value));
  return typeof value === "number" ? numberText(value) : String(value);
}

/** A map with sorted keys, as Go's JSON encoder writes it. */
export function sortedMap(map: StringMap | undefined): StringMap | undefined {
  if (map === undefined) return undefined;
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A label selector with its fields in Go's order. */
export function selectorValue(selector: LabelSelector | undefined): unknown {
  if (selector === undefined) return undefined;
  const { matchLabels, matchExpressions = [] } = selector;
  return {
    ...(matchLabels !== undefined && Object.keys(matchLabels).length > 0 && { matchLabels: sortedMap(matchLabels) }),
    ...(matchExpressions.length > 0 && {
      matchExpressions: matchExpressions.map(({ key, operator, values = [] }) => ({
        key,
        operator,
        ...(values.length > 0 && { values }),
      })),
    }),
  };
}

/** Go's encoder escapes HTML characters in JSON, so messages have these escapes. */
function escapeHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
