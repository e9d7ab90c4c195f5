/** What an HTTP request asks of the API server, in the terms of controllers that call it directly. */

import { isJsonObject, type JsonObject } from "../api/json.ts";
import type { AnyKind } from "../api/kinds/kind.ts";
import type { Request } from "../apiserver/requests.ts";
import type { Asked } from "../http/reply.ts";
import { parsePath } from "../http/request-info.ts";
import { HttpError } from "../http/status.ts";

/** The request; `undefined` if its path names no resource of these kinds. */
export function meaningOf(asked: Asked, kinds: readonly AnyKind[]): Request | undefined {
  const info = pathOf(asked);
  const of = info && kinds.find(({ group, plural }) => group === info.group && plural === info.resource);
  if (info === undefined || of === undefined) return undefined;
  const { namespace = "", name = "", subresource } = info;
  const target = { resource: "objects", of, namespace, name } as const;
  switch (asked.method) {
    case "POST":
      return { resource: "objects", of, verb: "create", namespace, manifest: manifestOf(asked) };
    case "PUT":
      return { ...target, verb: subresource === "status" ? "updateStatus" : "update", object: {} };
    case "PATCH":
      return { ...target, verb: "patch", patch: { type: "merge", body: {} } };
    case "DELETE":
      return { ...target, verb: "delete" };
    default:
      return name === "" ? { resource: "objects", of, verb: "list", namespace } : { ...target, verb: "get" };
  }
}

function pathOf({ url }: Asked) {
  try {
    return parsePath(url.pathname);
  } catch (error) {
    // The API server answers a malformed path itself.
    if (error instanceof HttpError) return undefined;
    throw error;
  }
}

/** Enough of a manifest to name it; a body in protobuf stays unnamed. */
function manifestOf({ headers, bytes }: Asked): JsonObject {
  if (!(headers.get("content-type") ?? "").startsWith("application/json")) return {};
  try {
    const parsed: unknown = JSON.parse(bytes().toString("utf8"));
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
