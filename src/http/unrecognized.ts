/** The answer to a body without a recognizable kind, with the messages of kube-apiserver. */

import { isJsonList, isJsonObject } from "../api/json.ts";
import { badRequest, type HttpError } from "./status.ts";

/** The type that Go decodes apiVersion and kind to, as Go prints it. */
const HEADER =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
const HEADER_FIELDS = ["apiVersion", "kind"];
/** How much of a body a message shows. */
const SHOWN_BYTES = 30;
const BRACE = "{".charCodeAt(0);

/**
 * The error for a body that is not an object of the expected kind.
 *
 * @param problem what is wrong with it
 */
export function unrecognized(kind: string, problem: string, bytes: Buffer): HttpError {
  return badRequest(`the object provided is unrecognized (must be of type ${kind}): ${problem} (${summary(bytes)})`);
}

/** The problem of a text from which apiVersion and kind cannot be decoded. */
export function headerProblem(error: string): string {
  return `couldn't get version/kind; json parse error: ${error}`;
}

/** Why Go cannot decode apiVersion and kind from a value; `undefined` if it can, as from null. */
export function headerError(value: unknown): string | undefined {
  if (value === null) return undefined;
  if (!isJsonObject(value)) return `${cannotUnmarshal(value)} into Go value of type ${HEADER}`;
  const wrong = Object.keys(value).find(
    (name) => HEADER_FIELDS.includes(name) && value[name] !== null && typeof value[name] !== "string",
  );
  return wrong === undefined
    ? undefined
    : `${cannotUnmarshal(value[wrong])} into Go struct field .${wrong} of type string`;
}

/** Why a value is not a patch; `undefined` if it is an object or null. */
export function patchError(value: unknown): string | undefined {
  if (value === null || isJsonObject(value)) return undefined;
  return `${cannotUnmarshal(value)} into Go value of type map[string]interface {}`;
}

function cannotUnmarshal(value: unknown): string {
  return `json: cannot unmarshal ${goTypeOf(value)}`;
}

function goTypeOf(value: unknown): string {
  if (isJsonList(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

/** The beginning of a body: an object as text, anything else in hexadecimal. */
function summary(bytes: Buffer): string {
  if (bytes.length === 0) return "<empty>";
  const shown = bytes.subarray(0, SHOWN_BYTES).toString(bytes[0] === BRACE ? "utf8" : "hex");
  return bytes.length > SHOWN_BYTES ? `${shown} ...` : shown;
}
