/** Decodes the body of a write, with the strictness that the client requested. */

import type { DecodeProblem } from "../api/decode.ts";
import { formatPath } from "../api/field-path.ts";
import { isJsonObject, type JsonObject } from "../api/json.ts";
import { invalid } from "../api/validation/errors.ts";
import type { Body } from "./body.ts";
import { goTypeError } from "./go-type-error.ts";
import type { FieldValidation } from "./options.ts";
import { badRequest, type HttpError, invalidPatch } from "./status.ts";
import { headerError, headerProblem } from "./unrecognized.ts";

/** The limit of Kubernetes' strict decoder (sigs.k8s.io/json). */
const MAX_STRICT_PROBLEMS = 100;

interface Decoded<T> {
  readonly object: T;
  readonly problems: readonly DecodeProblem[];
}

/**
 * Decodes a body.
 *
 * @param kind for messages
 * @param warnings unknown and duplicate fields are added here if they are tolerated with a warning
 * @throws HttpError 400 (422 for the result of a patch) if it is not an object of the kind, and for unknown and
 * duplicate
 *   fields under strict validation
 */
export function decodeBody<T>(
  body: Body,
  kind: string,
  decode: (value: unknown) => Decoded<T>,
  validation: FieldValidation,
  warnings: string[],
): T {
  // For null, Go's decoder leaves the object unchanged, that is, empty.
  const value = body.value === null && body.patch === undefined ? {} : body.value;
  const unread = headerError(value);
  if (unread !== undefined || !isJsonObject(value)) throw refusal(body, "", headerProblem(unread ?? "no object"));
  const { object, problems } = decode(value);
  const wrong = problems.find((problem) => problem.kind !== "unknownField");
  if (wrong !== undefined) throw refusal(body, prefixOf(value, kind), goTypeError(kind, value, wrong) ?? wrong.message);
  if (validation === "Ignore") return object;
  const oddities = strictProblems(body, problems);
  if (validation === "Warn") warnings.push(...oddities);
  else if (oddities.length > 0) {
    throw refusal(body, prefixOf(value, kind), `strict decoding error: ${oddities.join(", ")}`);
  }
  return object;
}

function prefixOf({ apiVersion = "v1", kind = "" }: JsonObject, expected: string): string {
  const version = String(apiVersion).replace(/^.*\//, "");
  return `${kind === "" ? expected : kind} in version "${version}" cannot be handled as a ${expected}: `;
}

/** An invalid body is a bad request; an invalid result of a patch makes the patch an invalid value. */
function refusal({ patch }: Body, prefix: string, detail: string): HttpError {
  return patch === undefined ? badRequest(prefix + detail) : invalidPatch(invalid(["patch"], patch, detail));
}

/** Duplicate and unknown fields in the order of the text. */
function strictProblems({ duplicates, order }: Body, problems: readonly DecodeProblem[]): string[] {
  const repeated = duplicates.map((path) => ({ path, text: `duplicate field ${JSON.stringify(path)}` }));
  const unknown = problems.map((problem) => {
    const path = formatPath(problem.path);
    return { path, text: `unknown field ${JSON.stringify(path)}` };
  });
  const place = ({ path }: { readonly path: string }) => order.get(path) ?? order.size;
  return [...repeated, ...unknown]
    .sort((a, b) => place(a) - place(b))
    .slice(0, MAX_STRICT_PROBLEMS)
    .map(({ text }) => text);
}
