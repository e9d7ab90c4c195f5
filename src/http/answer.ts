/** Writes answers in the format that the client accepts. */

import { stringify } from "yaml";
import type { JsonObject } from "../api/json.ts";
import { jsonText } from "../api/json-text.ts";
import type { ApiRequest } from "./context.ts";
import { type AnswerForm, notAcceptable } from "./negotiation.ts";
import { encodeObject, PROTOBUF } from "./protobuf/envelope.ts";
import { type Reply, type ReplyHeaders, withHeaders } from "./reply.ts";
import { metadataOnly, type View } from "./resources/view.ts";
import type { HttpError } from "./status.ts";
import { tableOf } from "./table.ts";

const PLAIN_JSON: AnswerForm = { format: "json", isPretty: false, asVersion: "v1" };
/** Maximum length of a warning in a header. */
const MAX_WARNING = 4096;

/** An answer with a JSON object as its body. */
export function answerJson(
  body: JsonObject,
  code = 200,
  form: AnswerForm = PLAIN_JSON,
  warnings: readonly string[] = [],
): Reply {
  const bytes = form.format === "protobuf" ? encodeObject(body) : undefined;
  if (bytes !== undefined) return { status: code, headers: headersOf(form, warnings), body: bytes };
  // A body without a message, such as the clock settings, is sent as JSON to every client.
  const shown: AnswerForm = form.format === "protobuf" ? { ...form, format: "json" } : form;
  const isJson = shown.format === "json";
  const text = isJson ? `${jsonText(body, form.isPretty ? 2 : 0)}\n` : stringify(body);
  return { status: code, headers: headersOf(shown, warnings), body: text };
}

/** An answer with one object. */
export function answerView({ form, warnings, world, resource, query }: ApiRequest, view: View, code = 200): Reply {
  if (form.as === "Table") {
    const table = tableOf(resource.definition, [view], { nowMs: world.nowMs(), form, query });
    return answerJson({ ...table, metadata: { resourceVersion: view.metadata.resourceVersion } }, code, form, warnings);
  }
  if (form.as === "PartialObjectMetadataList") throw notAcceptable();
  if (form.as === "PartialObjectMetadata") {
    return answerJson(metadataOnly(view, form.asVersion), code, form, warnings);
  }
  if (form.format !== "json" || form.isPretty) return answerJson(view.json(), code, form, warnings);
  return { status: code, headers: headersOf(form, warnings), body: `${view.text()}\n` };
}

/** An answer with an error. */
export function answerError(error: HttpError, form: AnswerForm = PLAIN_JSON, warnings: readonly string[] = []): Reply {
  const reply = answerJson(error.toStatus(), error.code, form, warnings);
  const { retryAfterSeconds } = error.details ?? {};
  return retryAfterSeconds === undefined ? reply : withHeaders(reply, { "Retry-After": String(retryAfterSeconds) });
}

/** Headers of an answer: content type, no caching, and each warning once. */
export function headersOf({ format }: AnswerForm, warnings: readonly string[]): ReplyHeaders {
  const headers = {
    "Content-Type": format === "protobuf" ? PROTOBUF : `application/${format}`,
    "Cache-Control": "no-cache, private",
  };
  return warnings.length === 0 ? headers : { ...headers, Warning: Array.from(new Set(warnings), warningOf) };
}

/** A header can only have one line of ASCII. */
function warningOf(warning: string): string {
  const text = warning.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, MAX_WARNING);
  return `299 - ${JSON.stringify(text)}`;
}
