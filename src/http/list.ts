/** Lists: the state of a resource now or at an earlier version, complete or in pages. */

import { isJsonObject, type JsonObject } from "../api/json.ts";
import { answerJson } from "./answer.ts";
import type { ApiRequest } from "./context.ts";
import { goJsonError } from "./go-json.ts";
import type { ListOptions } from "./list-options.ts";
import { notAcceptable } from "./negotiation.ts";
import { keyOf, readVersion, requestedVersion, stateAt } from "./past.ts";
import type { Reply } from "./reply.ts";
import { asListItem, metadataOnly, type View } from "./resources/view.ts";
import { readSelection } from "./selection.ts";
import { badRequest } from "./status.ts";
import { tableOf } from "./table.ts";

/** Answers a list. */
export function answerList(request: ApiRequest, options: ListOptions): Reply {
  const { resource, info } = request;
  const selection = readSelection(resource.definition, info, options);
  const page = startOf(request, options);
  const all = stateAt(request, page.version, selection.namespace);
  // Only what is selected is put in order: most lists are of a few objects among many.
  const keyed = all.filter(selection.matches).map((view) => ({ key: keyOf(view), view }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  const rest = keyed.filter(({ key }) => key >= page.start).map(({ view }) => view);
  const views = options.limit > 0 ? rest.slice(0, options.limit) : rest;
  const metadata = listMetadata(rest, views, page.version, selection.isNarrowed);
  return answerJson(listBody(request, views, metadata), 200, request.form, request.warnings);
}

interface Page {
  /** The version of the listed state. */
  readonly version: number;
  /** Key of the first object of the page. */
  readonly start: string;
}

function startOf(request: ApiRequest, options: ListOptions): Page {
  const current = request.resource.version();
  if (options.continue !== "") {
    if (options.resourceVersion !== "" && options.resourceVersion !== "0") {
      throw badRequest("specifying resource version is not allowed when using continue");
    }
    return readToken(options.continue, current);
  }
  const version = requestedVersion(options.resourceVersion, current);
  const isExact = options.resourceVersionMatch === "Exact";
  return { version: isExact && version !== undefined ? version : readVersion(request, options), start: "" };
}

function listMetadata(rest: readonly View[], views: readonly View[], version: number, isNarrowed: boolean): JsonObject {
  const resourceVersion = String(version);
  const next = rest[views.length];
  if (next === undefined) return { resourceVersion };
  const token = writeToken({ version, start: keyOf(next) });
  if (isNarrowed) return { resourceVersion, continue: token };
  return { resourceVersion, continue: token, remainingItemCount: rest.length - views.length };
}

function listBody(
  { resource, form, world, query }: ApiRequest,
  views: readonly View[],
  metadata: JsonObject,
): JsonObject {
  const { group, version, kind } = resource.definition;
  switch (form.as) {
    case "Table":
      return { ...tableOf(resource.definition, views, { nowMs: world.nowMs(), form, query }), metadata };
    case "PartialObjectMetadataList": {
      const apiVersion = `meta.k8s.io/${form.asVersion}`;
      const items = views.map((view) => metadataOnly(view, form.asVersion));
      return { kind: form.as, apiVersion, metadata, items };
    }
    case "PartialObjectMetadata":
      throw notAcceptable();
    default: {
      const apiVersion = group === "" ? version : `${group}/${version}`;
      return { kind: `${kind}List`, apiVersion, metadata, items: views.map(asListItem) };
    }
  }
}

function writeToken({ version, start }: Page): string {
  return Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", rv: version, start })).toString("base64url");
}

/**
 * Parses a continue token of this server; one from another server, or from before a reset, is too new.
 *
 * @throws HttpError 400 for an invalid token
 */
function readToken(token: string, current: number): Page {
  const { v, rv, start } = parseToken(token);
  const isVersion = typeof rv === "number" && Number.isSafeInteger(rv) && rv > 0 && rv <= current;
  if (v !== "meta.k8s.io/v1" || !isVersion || typeof start !== "string" || !start.includes("/")) {
    throw badRequest("invalid continue token: continue key is not valid");
  }
  return { version: rv, start };
}

function parseToken(token: string): JsonObject {
  const bytes = Buffer.from(token, "base64url");
  const error = goJsonError(bytes);
  if (error !== undefined) throw badRequest(`invalid continue token: continue key is not valid: ${error}`);
  const parsed: unknown = JSON.parse(bytes.toString("utf8"));
  return isJsonObject(parsed) ? parsed : {};
}
