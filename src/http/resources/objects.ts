/** The REST resource of kinds without dedicated handlers, on the registry of the kind. */

import { encodeObject } from "../../api/encode-object.ts";
import type { JsonObject } from "../../api/json.ts";
import type { AnyKind } from "../../api/kinds/kind.ts";
import { NODE } from "../../api/kinds/node.ts";
import { PERSISTENT_VOLUME_CLAIM } from "../../api/kinds/simple-kinds.ts";
import type { KubeObject } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { accepted, type Result } from "../../apiserver/errors.ts";
import { type LogEntry, resourceOf } from "../../apiserver/log.ts";
import { NameSource } from "../../apiserver/names.ts";
import type { Registry } from "../../apiserver/registry.ts";
import type { World } from "../context.ts";
import { decodeBody } from "../decode-body.ts";
import { readWhole } from "../message-fields.ts";
import { fromApiError, HttpError } from "../status.ts";
import { withVolume } from "../whole-claim.ts";
import { withNodeInfo } from "../whole-node.ts";
import { commitChanges, positionAfter } from "./commit-changes.ts";
import { definitionOf, representationOf } from "./object-form.ts";
import type { MetadataExtras, UpdateRequest, WritableResource, WriteOutcome } from "./resource.ts";
import { checkCreation, checkNamespace, checkTarget } from "./target.ts";
import { Views } from "./view.ts";

const NOT_STORED = { uid: "", resourceVersion: "", creationTimestamp: "" };

/** Creates the REST resource of a kind. */
export function objectResource(world: World, of: AnyKind, extras: MetadataExtras): WritableResource {
  const { objects, storage } = world.server;
  const registry = objects.of(of);
  const trialNames = new NameSource(`trial-${of.resource}`);
  const columns = of.columns.filter((column) => column.isShown?.(world.server.jobs.switches) ?? true);
  const complete = COMPLETIONS.get(of.resource);
  const views = new Views<KubeObject>({
    ...representationOf(of, columns, extras),
    ...(complete && { complete: (object: KubeObject) => complete(object, world.kubernetes) }),
  });
  const viewOf = (object: KubeObject) => views.of(object);
  return {
    definition: definitionOf(of, columns),
    get: (namespace, name) => {
      const object = registry.get(namespace, name);
      return object && viewOf(object);
    },
    list: (namespace) => Array.from(registry.list(namespace), viewOf),
    version: () => registry.version?.() ?? storage.resourceVersion,
    changeOf: commitChanges(views, (entry) => commitOf(world.server, of, entry)),
    positionAfter: (since) => {
      if (registry.version === undefined) return positionAfter(storage.log, since, storage.resourceVersion);
      return since < storage.log.dropped ? undefined : since;
    },
    bookmark: (metadata) => ({ kind: of.kind, apiVersion: of.apiVersion, metadata }),
    create: (namespace, body, { dryRun, fieldValidation }) => {
      const warnings: string[] = [];
      const decoded = decodeBody(body, of.kind, (value) => readWhole(of, value), fieldValidation, warnings);
      if (of.isNamespaced) checkNamespace(decoded.metadata.namespace, namespace);
      // A dry run does not reach the storage, which is what refuses this.
      if (decoded.metadata.resourceVersion !== "" && !dryRun) throw versionOnCreate();
      if (of.isNamespaced) checkCreation(world, of, namespace, decoded.metadata.name);
      const manifest = named(decoded, trialNames, (name) => registry.get(namespace, name) !== undefined);
      const written = objectIn(
        registry.create(namespace, encodeObject(of, manifest), { actor: world.actor ?? "user", dryRun }),
      );
      if (written.changed) world.record({ op: "createObject", manifest: manifestOf(of, manifest, written.object) });
      return { view: viewOf(written.object), warnings: [...warnings, ...written.warnings], isNew: true };
    },
    defaulted: (value, namespace) => defaulted(world, of, value, namespace),
    refresh: ({ namespace, name }) => {
      const object = registry.get(namespace, name);
      if (object !== undefined) views.forget(object);
    },
    update: (request) => updateObject(world, registry, viewOf, request),
    delete: ({ namespace, name }, { dryRun, propagation, uid, resourceVersion }) => {
      const preconditions = {
        ...(uid === undefined ? {} : { uid }),
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
      };
      const refusal = world.server.deletionRefusal(of, name);
      if (refusal !== undefined) throw fromApiError(refusal);
      const policy = propagation === undefined ? {} : { propagation };
      const { object, changed } = objectIn(
        registry.delete(namespace, name, { actor: world.actor ?? "user", dryRun, preconditions, ...policy }),
      );
      const { apiVersion, kind } = of.storedAs?.of ?? of;
      const ref = { apiVersion, kind, namespace, name };
      if (changed) world.record({ op: "deleteObject", object: ref, ...policy });
      return { view: viewOf(object), isShown: registry.get(namespace, name) !== undefined };
    },
  };
}

/** Objects have more than a run knows of them: what completes those of some kinds. */
const COMPLETIONS: ReadonlyMap<string, typeof withNodeInfo> = new Map([
  [NODE.resource, withNodeInfo],
  [PERSISTENT_VOLUME_CLAIM.resource, withVolume],
]);

function defaulted({ server }: World, of: AnyKind, value: JsonObject, namespace: string): JsonObject {
  const { object, problems } = readWhole(of, value);
  if (problems.some(({ kind }) => kind !== "unknownField")) return value;
  const placed = { ...object, metadata: { ...object.metadata, namespace: of.isNamespaced ? namespace : "" } };
  return encodeObject(of, of.strategy.setDefaults?.(placed, server.jobs.switches) ?? placed);
}

function updateObject(
  world: World,
  registry: Registry,
  viewOf: (object: KubeObject) => ReturnType<Views<KubeObject>["of"]>,
  request: UpdateRequest,
): WriteOutcome {
  const { namespace, name, options, isReplacement, subresource } = request;
  const { of } = registry;
  const warnings: string[] = [];
  const change = (stored: KubeObject): Result<unknown> => {
    const body = request.change(viewOf(stored).json());
    const decoded = decodeBody(body, of.kind, (value) => readWhole(of, value), options.fieldValidation, warnings);
    checkTarget(decoded.metadata, of.isNamespaced ? { namespace, name } : { namespace: "", name });
    return accepted(encodeObject(of, decoded));
  };
  const how = { actor: world.actor ?? "user", dryRun: options.dryRun, isReplacement };
  const written = objectIn(
    registry.update(namespace, name, change, subresource === "status" ? { ...how, subresource } : how),
  );
  if (written.changed) {
    const manifest = manifestOf(of, written.object, written.object);
    world.record(subresource === "status" ? { op: "putObject", manifest, subresource } : { op: "putObject", manifest });
  }
  return { view: viewOf(written.object), warnings: [...warnings, ...written.warnings] };
}

/** A generated name uses up no name of the run: a replay creates the object with its final name. */
function named(object: KubeObject, names: NameSource, isTaken: (name: string) => boolean): KubeObject {
  const { name, generateName = "" } = object.metadata;
  if (name !== "" || generateName === "") return object;
  return { ...object, metadata: { ...object.metadata, name: names.generateFree(generateName, isTaken) } };
}

/** The manifest that creates the object as it was submitted, with the name of the stored one and in its version. */
function manifestOf(as: AnyKind, given: KubeObject, stored: KubeObject): JsonObject {
  const of = as.storedAs?.of ?? as;
  // What was submitted in another version has the defaults of that version.
  const submitted = as.storedAs?.toStored({ ...stored, metadata: given.metadata }) ?? given;
  const { uid: _uid, resourceVersion: _version, creationTimestamp: _at, ...metadata } = submitted.metadata;
  const { namespace, name } = stored.metadata;
  return encodeObject(of, { ...submitted, metadata: { ...metadata, namespace, name, ...NOT_STORED } });
}

function objectIn<T>(result: Result<T>): T {
  if (result.ok) return result.object;
  throw fromApiError(result.error);
}

/** Kubernetes also answers an internal error without a reason. */
function versionOnCreate(): HttpError {
  return new HttpError(500, undefined, "resourceVersion should not be set on objects to be created");
}

function commitOf(server: ApiServer, of: AnyKind, entry: LogEntry) {
  const commit = server.commitOf(entry);
  const { storedAs } = of;
  if (commit === undefined || resourceOf(commit) !== (storedAs?.of ?? of).resource) return undefined;
  if (storedAs === undefined) return commit;
  const { type, resourceVersion, object, previous } = commit;
  return {
    type,
    resourceVersion,
    object: storedAs.fromStored(object),
    previous: previous && storedAs.fromStored(previous),
  };
}
