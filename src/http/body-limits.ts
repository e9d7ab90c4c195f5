/**
 * What a body may hold, found by one pass over its text before anything is built from it.
 *
 * Kubernetes reads bodies up to 3 MiB whatever they hold. This server answers from one thread, so one body must not
 * keep the others waiting: what is nested too deeply, or holds too many values, is refused first.
 */

import { badRequest, tooLarge } from "./status.ts";

/** Nesting that no object of an API comes near; everything that walks an object does so by recursion. */
export const MAX_DEPTH = 256;
/** Values of a body: a Job has some hundred, a large ConfigMap some thousand. Reading so many takes about 0.2 s. */
export const MAX_VALUES = 20_000;

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = "\\".charCodeAt(0);
const COMMA = ",".charCodeAt(0);
const OPENING = new Set(["{", "["].map((each) => each.charCodeAt(0)));
const CLOSING = new Set(["}", "]"].map((each) => each.charCodeAt(0)));

/**
 * Checks a JSON text.
 *
 * @throws HttpError 400 if it is nested too deeply, 413 if it holds too many values
 */
export function checkJson(text: string): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) values++;
    else if (OPENING.has(code)) {
      values++;
      depth++;
      if (depth > MAX_DEPTH) throw badRequest(`the body is not JSON: nested more than ${MAX_DEPTH} levels deep`);
    } else if (CLOSING.has(code)) depth--;
    if (values > MAX_VALUES) throw tooManyValues();
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/**
 * Checks a YAML text by its lines and the marks that begin values; a mark inside a text counts, too.
 *
 * @throws HttpError 413 if it holds too many values
 */
export function checkYaml(text: string): void {
  const marks = text.match(/[\n,[\]{}]|[-?:] /g)?.length ?? 0;
  if (marks > 2 * MAX_VALUES) throw tooManyValues(" (as JSON, long texts do not count)");
}

function tooManyValues(hint = "") {
  return tooLarge(`Request entity too large: this server reads at most ${MAX_VALUES} values in a body${hint}`);
}
