/** Executes requests about objects of any kind on the registries. */

import { matchesFields } from "../api/kinds/field-text.ts";
import type { AnyKind } from "../api/kinds/kind.ts";
import { applyPatch } from "../api/patch.ts";
import { matchesSelector } from "../api/selector.ts";
import type { KubeObject } from "../api/types.ts";
import { accepted, badRequest, notFound, type Result, refused } from "./errors.ts";
import type { Actor } from "./log.ts";
import type { Registries } from "./registries.ts";
import type { Registry, Written } from "./registry.ts";
import type { Answer, ObjectList, StoredRequest } from "./requests.ts";
import type { Storage } from "./storage.ts";

export type ListRequest = Extract<StoredRequest, { readonly verb: "list" }>;
type WriteRequest = Exclude<StoredRequest, { readonly verb: "get" | "list" }>;

/** Executes a request; one that was refused, or changed nothing, is logged. */
export function executeObjectRequest(
  registries: Registries,
  storage: Storage,
  request: StoredRequest,
  actor: Actor,
): Answer {
  const registry = registries.of(request.of);
  if (request.verb === "list") {
    return answerList(
      request.of,
      registry.list(request.namespace),
      registry.version?.() ?? storage.resourceVersion,
      request,
    );
  }
  if (request.verb === "get") {
    const object = registry.get(request.namespace, request.name);
    return object === undefined ? refused(notFound(request.of, request.name)) : accepted(object);
  }
  const written = write(registry, request, actor);
  logUnstored(storage, request, actor, written);
  return written.ok ? accepted(written.object.object) : written;
}

/** The answer to a list of a kind, as of a resource version. */
export function answerList(of: AnyKind, objects: Iterable<KubeObject>, version: number, request: ListRequest): Answer {
  const { namespace, labelSelector, fieldSelector = {} } = request;
  const unknown = Object.keys(fieldSelector).find((field) => !isSelectable(of, field));
  if (unknown !== undefined) return refused(badRequest(`field label "${unknown}" not supported for ${of.kind}`));
  const isAnywhere = namespace === undefined || !of.isNamespaced;
  const items = Array.from(objects).filter(
    (object) =>
      (isAnywhere || object.metadata.namespace === namespace) &&
      (labelSelector === undefined || matchesSelector(labelSelector, object.metadata.labels)) &&
      matchesFields(of, object, fieldSelector),
  );
  const metadata = {
    name: "",
    namespace: "",
    uid: "",
    resourceVersion: String(version),
    creationTimestamp: "",
  };
  const answer: ObjectList = { apiVersion: of.apiVersion, kind: `${of.kind}List`, metadata, items };
  return accepted(answer);
}

function isSelectable(of: AnyKind, field: string): boolean {
  const isOfAll = field === "metadata.name" || (field === "metadata.namespace" && of.isNamespaced);
  return isOfAll || of.selectableFields[field] !== undefined || of.selectableTexts[field] !== undefined;
}

function write(registry: Registry, request: WriteRequest, actor: Actor): Result<Written<KubeObject>> {
  switch (request.verb) {
    case "create":
      return registry.create(request.namespace, request.manifest, { actor });
    case "update":
    case "updateStatus": {
      const { namespace, name, object, verb } = request;
      const subresource = verb === "updateStatus" ? ({ subresource: "status" } as const) : {};
      return registry.update(namespace, name, () => accepted(object), { actor, isReplacement: true, ...subresource });
    }
    case "patch": {
      const { namespace, name, patch, subresource, of } = request;
      const change = (stored: KubeObject): Result<unknown> => {
        const patched = applyPatch(of.schema, stored, patch);
        return "problem" in patched ? refused(badRequest(patched.problem)) : accepted(patched.object);
      };
      return registry.update(namespace, name, change, { actor, ...(subresource === undefined ? {} : { subresource }) });
    }
    case "delete": {
      const { namespace, name, verb: _verb, resource: _resource, of: _of, ...options } = request;
      return registry.delete(namespace, name, { actor, ...options });
    }
  }
}

/** A write that stored nothing has no commit, so the request is logged. */
function logUnstored(
  storage: Storage,
  request: WriteRequest,
  actor: Actor,
  written: Result<Written<KubeObject>>,
): void {
  if (written.ok && written.object.changed) return;
  const { namespace, verb, of } = request;
  const name =
    "name" in request ? request.name : written.ok ? written.object.object.metadata.name : nameIn(written.error);
  const { timeMs, log } = storage;
  const entry = { kind: "request", timeMs, resource: of.resource, verb, actor, namespace, name } as const;
  log.append(written.ok ? entry : { ...entry, error: written.error });
}

function nameIn({ about }: { readonly about?: { readonly name: string } }): string {
  return about?.name ?? "";
}
