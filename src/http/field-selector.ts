/** Field selectors as they stand in a query: `metadata.name=a,status.phase!=Running`. */

import { badRequest } from "./status.ts";

/** Reads a selectable field of an object; `undefined` where the resource has no such selectable field. */
export type FieldReader = (field: string) => string | undefined;
export type FieldMatcher = (read: FieldReader) => boolean;

export interface FieldTerm {
  readonly field: string;
  readonly value: string;
  readonly equal: boolean;
}

/**
 * Reads a field selector into its terms; an empty one has none.
 *
 * @param kind for messages
 * @param supported the fields by which the resource can be selected
 * @throws HttpError 400 if it is none, or names another field
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

/** A test of all terms. */
export function matcherOf(terms: readonly FieldTerm[]): FieldMatcher {
  return (read) => terms.every(({ field, value, equal }) => ((read(field) ?? "") === value) === equal);
}

function splitTerms(text: string): string[] {
  const terms = text.match(/(?:\\.|[^\\,])+/gs) ?? [];
  return terms.filter((term) => term !== "");
}

/** Only a backslash, a comma and an equals sign can be escaped. */
function unescaped(value: string): string {
  if (/(?:^|[^\\])(?:\\\\)*\\(?![\\,=])/.test(value)) {
    throw badRequest(`invalid field selector: invalid escape sequence in value: ${value}`);
  }
  return value.replaceAll(/\\([\\,=])/g, "$1");
}
