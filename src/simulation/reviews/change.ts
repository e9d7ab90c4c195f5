/** What webhooks see of an update or a deletion by a built-in controller: the object before and after it. */

import { encodeObject } from "../../api/encode-object.ts";
import type { JsonObject } from "../../api/json.ts";
import type { AnyKind } from "../../api/kinds/kind.ts";
import { JOB, POD } from "../../api/kinds/workloads.ts";
import { applyPatch } from "../../api/patch.ts";
import type { KubeObject } from "../../api/types.ts";
import type { Actor } from "../../apiserver/log.ts";
import { adopted, released, withoutFinalizer } from "../../apiserver/pod-metadata.ts";
import type { Registries } from "../../apiserver/registries.ts";
import type { ObjectRequest, Request } from "../../apiserver/requests.ts";
import type { ControllerWrite } from "./controller-write.ts";

type PodChange = Extract<
  Request,
  { readonly resource: "pods"; readonly verb: "removeFinalizer" | "adopt" | "release" }
>;
type JobChange = Extract<Request, { readonly resource: "jobs"; readonly verb: "patch" | "updateStatus" }>;
type ObjectChange = Extract<ObjectRequest, { readonly verb: "update" | "updateStatus" | "patch" }>;
type Deletion = Extract<Request, { readonly verb: "delete" }>;
type Change = PodChange | JobChange | ObjectChange | Deletion;

/** Whether a request updates or deletes an object; bindings and evictions do not count. */
export function isChange(request: Request): request is Change {
  const { verb } = request;
  return verb !== "get" && verb !== "list" && verb !== "create" && verb !== "bind" && verb !== "evict";
}

/** The change that a request is; `undefined` for any other, and for one that the server refuses anyway. */
export function changeOf(request: Request, actor: Actor, objects: Registries): ControllerWrite | undefined {
  if (!isChange(request)) return undefined;
  const of = kindOf(request);
  const { namespace, name } = request;
  const stored = objects.of(of).get(namespace, name);
  if (stored === undefined) return undefined;
  const target = { of, actor, namespace, name, oldObject: encodeObject(of, stored) };
  if (request.verb === "delete") return { ...target, operation: "DELETE", subresource: "", object: undefined };
  const next = nextOf(request, stored);
  if (next === undefined) return undefined;
  return { ...target, operation: "UPDATE", subresource: partOf(request), object: encodeObject(of, next) };
}

/** The same change with another object as its result; a deletion has none. */
export function withResult(request: Request, object: JsonObject): Request {
  if (!isChange(request) || request.verb === "delete") return request;
  const { namespace, name } = request;
  const verb = partOf(request) === "status" ? "updateStatus" : "update";
  return { resource: "objects", of: kindOf(request), verb, namespace, name, object };
}

function kindOf(request: Change): AnyKind {
  if (request.resource === "objects") return request.of;
  return request.resource === "pods" ? POD : JOB;
}

function partOf(request: Exclude<Change, Deletion>): "" | "status" {
  if (request.verb === "updateStatus") return "status";
  return request.resource === "objects" && request.verb === "patch" ? (request.subresource ?? "") : "";
}

function nextOf(request: Exclude<Change, Deletion>, stored: KubeObject): KubeObject | undefined {
  const { metadata } = stored;
  switch (request.verb) {
    case "removeFinalizer":
      return { ...stored, metadata: withoutFinalizer(metadata, request.finalizer, metadata.resourceVersion) };
    case "adopt":
      return request.uid === metadata.uid ? { ...stored, metadata: adopted(metadata, request) } : undefined;
    case "release":
      return request.uid === metadata.uid ? { ...stored, metadata: released(metadata, request) } : undefined;
    case "patch": {
      const isOfJob = request.resource === "jobs";
      const patch = isOfJob ? ({ type: "strategic", body: request.patch } as const) : request.patch;
      const patched = applyPatch(isOfJob ? JOB.schema : request.of.schema, stored, patch);
      return "problem" in patched ? undefined : { ...bare(stored), ...patched.object };
    }
    case "update":
    case "updateStatus": {
      const given: KubeObject = { ...bare(stored), ...(request.resource === "jobs" ? request.job : request.object) };
      const { resourceVersion } = given.metadata;
      if (resourceVersion !== "" && resourceVersion !== metadata.resourceVersion) return undefined;
      return request.verb === "update" ? given : { ...stored, ...statusOf(given) };
    }
  }
}

function bare({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  return { apiVersion, kind, metadata };
}

function statusOf(object: KubeObject): { readonly status?: unknown } {
  return "status" in object ? { status: object.status } : {};
}
