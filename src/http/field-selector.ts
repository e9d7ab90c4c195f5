/** Field selectors in a query: `metadata.name=a,status.phase!=Running`. */

import { badRequest } from "./status.ts";

/** Reads a selectable field of an object; `undefined` if it is not selectable. */
export type FieldReader = (field: string) => string | undefined;
/** Whether an object matches a field selector. */
export type FieldMatcher = (read: FieldReader) => boolean;

/** A requirement of a field selector. */
export interface FieldTerm {
  readonly field: string;
  readonly value: string;
  readonly equal: boolean;
}

/**
 * Parses a field selector; an empty one has no terms.
 *
 * @param kind for messages
 * @param supported the selectable fields of the resource
 * @throws HttpError 400 if it is invalid, or has another field
 */
export function parseFieldSelector(text: string, kind: string, supported: readonly string[]): readonly FieldTerm[] {
  return splitTerms(text).map((term) => {
    const match = /^((?:\\.|[^\\=!])*?)(==|!=|=)(.*)$/s.exec(term);
    if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, field = "", operator = "=", value = ""] = match;
    if (!supported.includes(field)) throw badRequest(`field label "${field}" not supported for ${kind}`);
    return { field, value: unescaped(value), equal: operator !== "!=" };
  });
}

/** Combines terms to a matcher. */
export function matcherOf(terms: readonly FieldTerm[]): FieldMatcher {
  return (read) => terms.every(({ field, value, equal }) => ((read(field) ?? "") === value) === equal);
}

function splitTerms(text: string): string[] {
  const terms = text.match(/(?:\\.|[^\\,])+/gs) ?? [];
  return terms.filter((term) => term !== "");
}

/** Only backslashes, commas and equals signs can be escaped. */
function unescaped(value: string): string {
  if (/(?:^|[^\\])(?:\\\\)*\\(?![\\,=])/.test(value)) {
    throw badRequest(`invalid field selector: invalid escape sequence in value: ${value}`);
  }
  return value.replaceAll(/\\([\\,=])/g, "$1");
}
