/** Creates and changes pods for clients, and records this for a replay. */

import { decodePod } from "../../api/decode.ts";
import { encode } from "../../api/encode.ts";
import { equalJson, isJsonList, type JsonObject } from "../../api/json.ts";
import { isOfKind } from "../../api/kinds/kind.ts";
import { POD } from "../../api/kinds/workloads.ts";
import type { KubeObject, Pod } from "../../api/types.ts";
import { accepted, type Result } from "../../apiserver/errors.ts";
import { NameSource } from "../../apiserver/names.ts";
import type { Body } from "../body.ts";
import type { World } from "../context.ts";
import { decodeBody } from "../decode-body.ts";
import { metadataDiff } from "../live/job-diff.ts";
import type { RequestOptions } from "../options.ts";
import { fromApiError, HttpError } from "../status.ts";
import { asStored } from "../whole-pod/as-stored.ts";
import type { UpdateRequest, WriteOutcome } from "./resource.ts";
import { checkCreation, checkNamespace, checkTarget } from "./target.ts";
import type { Views } from "./view.ts";

/** Generated names use up no names of the run: a replay creates the pod with its final name. */
const names = new WeakMap<World, NameSource>();

/** Lists that strategic merge patches merge; a recorded change replaces them. */
const MERGED_LISTS = new Set(["containers", "initContainers", "ephemeralContainers", "schedulingGates"]);

/** Creates a pod, which the simulated kubelet runs once it has a node. */
export function createPod(
  world: World,
  views: Views<Pod>,
  namespace: string,
  body: Body,
  { dryRun, fieldValidation }: RequestOptions,
): WriteOutcome {
  const warnings: string[] = [];
  const decoded = decodeBody(body, "Pod", decodePod, fieldValidation, warnings);
  checkNamespace(decoded.metadata.namespace, namespace);
  checkCreation(world, POD, namespace, decoded.metadata.name);
  if (decoded.metadata.resourceVersion !== "" && !dryRun) {
    // Kubernetes also answers an internal error without a reason.
    throw new HttpError(500, undefined, "resourceVersion should not be set on objects to be created");
  }
  const submitted = named(world, decoded, namespace);
  const manifest = manifestOf(submitted);
  const registry = world.server.objects.of(POD);
  const written = objectIn(registry.create(namespace, manifest, { actor: world.actor ?? "user", dryRun }));
  if (written.changed) world.record({ op: "createObject", manifest });
  return { view: views.of(asPod(written.object)), warnings: [...warnings, ...written.warnings], isNew: true };
}

/** Updates the metadata and the mutable fields of the spec or, through `/status`, the status. */
export function updatePod(world: World, views: Views<Pod>, request: UpdateRequest): WriteOutcome {
  const { namespace, name, options, isReplacement } = request;
  const subresource = subresourceOf(request);
  const registry = world.server.objects.of(POD);
  const before = storedPod(world, namespace, name);
  const warnings: string[] = [];
  const change = (): Result<unknown> => {
    if (before === undefined) return accepted({});
    const shown = views.of(before).json();
    const body = request.change(shown);
    const wanted = decodeBody(body, "Pod", decodePod, options.fieldValidation, warnings);
    checkTarget(wanted.metadata, request);
    const seen = decodePod(shown).object;
    const { spec, status } = asStored({ ...wanted }, { ...seen }, { ...before });
    return accepted(encode("Pod", { ...wanted, spec, status }));
  };
  const how = { actor: world.actor ?? "user", dryRun: options.dryRun, isReplacement };
  const written = objectIn(
    registry.update(namespace, name, change, subresource === "" ? how : { ...how, subresource }),
  );
  const after = asPod(written.object);
  if (written.changed && before !== undefined) {
    const patch = patchOf(before, after, subresource);
    world.recordOnPod(before, (pod) => ({ op: "patchPod", pod, patch }));
  }
  return { view: views.of(after), warnings: [...warnings, ...written.warnings] };
}

function subresourceOf({ subresource }: UpdateRequest): "" | "status" | "ephemeralcontainers" {
  return subresource === "status" || subresource === "ephemeralcontainers" ? subresource : "";
}

function named(world: World, pod: Pod, namespace: string): Pod {
  const { name, generateName = "" } = pod.metadata;
  if (name !== "" || generateName === "") return { ...pod, metadata: { ...pod.metadata, namespace } };
  const source = names.get(world) ?? new NameSource("pods of clients");
  names.set(world, source);
  const isTaken = (free: string) => storedPod(world, namespace, free) !== undefined;
  return { ...pod, metadata: { ...pod.metadata, namespace, name: source.generateFree(generateName, isTaken) } };
}

/** The pod as it was submitted, without the fields that the server sets. */
function manifestOf(pod: Pod): JsonObject {
  const { uid: _uid, resourceVersion: _version, creationTimestamp: _at, ...metadata } = pod.metadata;
  const { apiVersion, kind, spec } = encode("Pod", { ...pod, status: {} });
  return { apiVersion: apiVersion ?? "v1", kind: kind ?? "Pod", metadata, spec };
}

/** A strategic merge patch that repeats the change. */
function patchOf(before: Pod, after: Pod, subresource: string): JsonObject {
  if (subresource === "status") return { status: { $patch: "replace", ...after.status } };
  const metadata = metadataDiff(before.metadata, after.metadata);
  if (after.spec === before.spec) return { metadata };
  const keys = new Set([...Object.keys(before.spec), ...Object.keys(after.spec)]);
  const changed = [...keys].filter((key) => !equalJson(before.spec[key], after.spec[key]));
  return { metadata, spec: Object.fromEntries(changed.map((key) => [key, replacing(key, after.spec[key])])) };
}

function replacing(key: string, value: unknown): unknown {
  if (value === undefined) return null;
  return MERGED_LISTS.has(key) && isJsonList(value) ? [...value, { $patch: "replace" }] : value;
}

function storedPod({ server }: World, namespace: string, name: string): Pod | undefined {
  return server.pods.pods.get(namespace, name);
}

function asPod(object: KubeObject): Pod {
  if (isOfKind(POD, object)) return object;
  throw new TypeError(`the registry of pods gave a ${String(object.kind)}`);
}

function objectIn<T>(result: Result<T>): T {
  if (result.ok) return result.object;
  throw fromApiError(result.error);
}
