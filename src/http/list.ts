/** Lists: the state of a resource now or at an earlier version, complete or in pages. */

import { isJsonObject, type JsonObject } from "../api/json.ts";
import { jsonText } from "../api/json-text.ts";
import { answerJson, headersOf } from "./answer.ts";
import type { ApiRequest } from "./context.ts";
import { goJsonError } from "./go-json.ts";
import { groupVersion } from "./group-version.ts";
import type { FirstInOrder } from "./in-order.ts";
import type { ListOptions } from "./list-options.ts";
import { notAcceptable } from "./negotiation.ts";
import { keyOf, readVersion, requestedVersion } from "./past.ts";
import type { Reply } from "./reply.ts";
import type { ResourceDefinition } from "./resources/resource.ts";
import { metadataOnly, type View } from "./resources/view.ts";
import { firstSelected } from "./selected.ts";
import { readSelection } from "./selection.ts";
import { badRequest } from "./status.ts";
import { tableOf } from "./table.ts";

/** Answers a list. */
export function answerList(request: ApiRequest, options: ListOptions): Reply {
  const { resource, info } = request;
  const selection = readSelection(resource.definition, info, options);
  const page = startOf(request, options);
  const { isNarrowed } = selection;
  const part = { start: page.start, limit: options.limit };
  const found = firstSelected(request, page.version, selection, part);
  const metadata = listMetadata(found, page.version, isNarrowed);
  const { form, warnings } = request;
  if (form.as !== undefined || form.format !== "json" || form.isPretty) {
    return answerJson(listBody(request, found.views, metadata), 200, form, warnings);
  }
  return {
    status: 200,
    headers: headersOf(form, warnings),
    body: listText(resource.definition, found.views, metadata),
  };
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

function listMetadata({ next, remaining }: FirstInOrder, version: number, isNarrowed: boolean): JsonObject {
  const resourceVersion = String(version);
  if (next === undefined) return { resourceVersion };
  const token = writeToken({ version, start: keyOf(next) });
  if (isNarrowed) return { resourceVersion, continue: token };
  return { resourceVersion, continue: token, remainingItemCount: remaining };
}

/** The same as the text of {@link listBody}, of the texts that the objects have already. */
function listText({ group, version, kind }: ResourceDefinition, views: readonly View[], metadata: JsonObject): string {
  const apiVersion = groupVersion(group, version);
  const items = views.map((view) => view.itemText()).join(",");
  return `{"kind":"${kind}List","apiVersion":"${apiVersion}","metadata":${jsonText(metadata)},"items":[${items}]}\n`;
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
      const apiVersion = groupVersion(group, version);
      return { kind: `${kind}List`, apiVersion, metadata, items: views.map((view) => view.item()) };
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
