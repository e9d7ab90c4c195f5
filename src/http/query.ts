/** Reads values of a query string as Kubernetes converts them. */

import { badRequest } from "./status.ts";

/** A string; `""` if absent. */
export function textOf(query: URLSearchParams, name: string): string {
  return query.get(name) ?? "";
}

/** A boolean: absent, `false` and `0` are false; any other value, including an empty one, is true. */
export function flagOf(query: URLSearchParams, name: string): boolean {
  return optionalFlagOf(query, name) ?? false;
}

/** A boolean; `undefined` if absent. */
export function optionalFlagOf(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  return !["false", "0"].includes(text.toLowerCase());
}

/** An integer; `undefined` if absent. */
export function integerOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^[+-]?\d{1,19}$/.test(text)) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}

/** A resource version as a number; `undefined` for anything else, including an empty text. */
export function versionNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
