/**
 * Limits on the contents of a body, checked in one pass over its text before it is parsed.
 *
 * Kubernetes accepts any body up to 3 MiB. This server has a single thread, and one body must not block other clients,
 * so a body that is nested too deeply or has too many values is refused first.
 */

import { badRequest, tooLarge } from "./status.ts";

/** No API object is nested that deeply; everything that walks an object is recursive. */
export const MAX_DEPTH = 256;
/** Maximum number of values: a Job has some hundred, a large ConfigMap some thousand. Parsing this many takes 0.2 s. */
export const MAX_VALUES = 20_000;

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = "\\".charCodeAt(0);
const COMMA = ",".charCodeAt(0);
const OPENING = new Set(["{", "["].map((each) => each.charCodeAt(0)));
const CLOSING = new Set(["}", "]"].map((each) => each.charCodeAt(0)));

/**
 * Validates a JSON text against the limits.
 *
 * @throws HttpError 400 if it is nested too deeply, 413 if it has too many values
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
 * Validates a YAML text, counting its lines and the characters that begin values, even inside strings.
 *
 * @throws HttpError 413 if it has too many values
 */
export function checkYaml(text: string): void {
  const marks = text.match(/[\n,[\]{}]|[-?:] /g)?.length ?? 0;
  if (marks > 2 * MAX_VALUES) throw tooManyValues(" (as JSON, long texts do not count)");
}

function tooManyValues(hint = "") {
  return tooLarge(`Request entity too large: this server reads at most ${MAX_VALUES} values in a body${hint}`);
}
