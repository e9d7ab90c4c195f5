/** Pods of the core group: users read, change and delete them; the Job controller alone creates them. */

import { decodePod } from "../../api/decode.ts";
import { encode } from "../../api/encode.ts";
import { equalJson } from "../../api/json.ts";
import type { Pod } from "../../api/types.ts";
import { validateObjectMetaUpdate } from "../../api/validation/metadata.ts";
import { conflict, invalid, notFound } from "../../apiserver/errors.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import { kubeletSwitchesOf } from "../../simulation/releases/kubelet-releases.ts";
import { NEWEST_RELEASE, switchesOf } from "../../simulation/releases/releases.ts";
import type { World } from "../context.ts";
import { decodeBody } from "../decode-body.ts";
import { metadataDiff } from "../live/job-diff.ts";
import { fromApiError } from "../status.ts";
import { wholePod } from "../whole-pod/whole-pod.ts";
import { commitChanges, positionAfter } from "./commit-changes.ts";
import { POD_COLUMNS, podCells } from "./pod-table.ts";
import type { ResourceDefinition, RestResource, UpdateRequest, WriteOutcome } from "./resource.ts";
import { checkTarget } from "./target.ts";
import { Views } from "./view.ts";

const DEFINITION: ResourceDefinition = {
  group: "",
  version: "v1",
  plural: "pods",
  singular: "pod",
  kind: "Pod",
  isNamespaced: true,
  shortNames: ["po"],
  categories: ["all"],
  verbs: ["delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "eviction", kind: "Eviction", verbs: ["create"], group: "policy", version: "v1" },
    { name: "log", kind: "Pod", verbs: ["get"] },
    { name: "status", kind: "Pod", verbs: ["get", "patch", "update"] },
  ],
  selectableFields: [
    "metadata.name",
    "metadata.namespace",
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "status.phase",
  ],
  columns: POD_COLUMNS,
  patchType: "Pod",
};

/** The REST resource of pods. */
export function podResource(world: World): RestResource {
  const { pods: registry, storage } = world.server;
  const views = viewsOf(world);
  return {
    definition: DEFINITION,
    get: (namespace, name) => {
      const pod = registry.pods.get(namespace, name);
      return pod === undefined ? undefined : views.of(pod);
    },
    list: (namespace) => {
      const pods = namespace === undefined ? registry.pods : registry.pods.inNamespace(namespace);
      return Array.from(pods, (pod) => views.of(pod));
    },
    version: () => storage.resourceVersion,
    changeOf: commitChanges(views, podCommit),
    positionAfter: (since) => positionAfter(storage.log, since, storage.resourceVersion),
    bookmark: (metadata) => encode("Pod", { kind: "Pod", apiVersion: "v1", metadata, spec: {}, status: {} }),
    update: (request) => updatePod(world, views, request),
    delete: ({ namespace, name }, { dryRun, gracePeriodSeconds, uid }) => {
      const stored = registry.pods.get(namespace, name);
      if (stored === undefined) throw fromApiError(notFound("pods", name));
      if (uid !== undefined && uid !== stored.metadata.uid) throw fromApiError(conflict("pods", name));
      if (dryRun) return { view: views.of(stored), isShown: true };
      const deleted = registry.delete(namespace, name, gracePeriodSeconds, world.actor ?? "user");
      if (!deleted.ok) throw fromApiError(deleted.error);
      const force = gracePeriodSeconds === 0 ? { force: true } : {};
      world.recordOnPod(stored, (pod) => ({ op: "deletePod", pod, ...force }));
      return { view: views.of(deleted.object), isShown: true };
    },
  };
}

/** Pods as clients see them: whole. */
function viewsOf({ kubernetes = NEWEST_RELEASE }: World): Views<Pod> {
  const release = { podFields: switchesOf(kubernetes).podFields, kubelet: kubeletSwitchesOf(kubernetes) };
  const known = new WeakMap<Pod, Pod>();
  const whole = (pod: Pod) => {
    const made = known.get(pod) ?? wholePod(pod, release);
    known.set(pod, made);
    return made;
  };
  return new Views<Pod>({
    apiVersion: "v1",
    kind: "Pod",
    encode: (pod) => encode("Pod", { ...whole(pod) }),
    fields: {
      "spec.nodeName": ({ spec }) => spec.nodeName ?? "",
      "spec.restartPolicy": ({ spec }) => spec.restartPolicy ?? "",
      "spec.schedulerName": ({ spec }) => textIn(spec.schedulerName),
      "spec.serviceAccountName": (pod) => textIn(whole(pod).spec.serviceAccountName),
      "status.phase": ({ status }) => status.phase ?? "",
    },
    columns: POD_COLUMNS,
    cells: (pod, nowMs) => podCells(whole(pod), nowMs),
  });
}

function podCommit(entry: LogEntry) {
  return entry.kind === "commit" && entry.resource === "pods" ? entry : undefined;
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A user may change metadata, and through `/status` what the kubelet reports; the rest of a pod is fixed. */
function updatePod(world: World, views: Views<Pod>, request: UpdateRequest): WriteOutcome {
  const { namespace, name, options, subresource } = request;
  const { pods: registry } = world.server;
  const stored = registry.pods.get(namespace, name);
  if (stored === undefined) throw fromApiError(notFound("pods", name));
  const warnings: string[] = [];
  const body = request.change(views.of(stored).json());
  const decoded = decodeBody(body, "Pod", decodePod, options.fieldValidation, warnings);
  checkTarget(decoded.metadata, request);
  const { resourceVersion, uid } = decoded.metadata;
  const isOther = resourceVersion !== "" && resourceVersion !== stored.metadata.resourceVersion;
  if (isOther || (request.isReplacement && uid !== "" && uid !== stored.metadata.uid)) {
    throw fromApiError(conflict("pods", name));
  }
  const next = subresource === "status" ? withStatus(stored, decoded, views) : withMetadata(stored, decoded);
  const errors = validateObjectMetaUpdate(next.metadata, stored.metadata);
  if (errors.length > 0) throw fromApiError(invalid("pods", name, errors));
  if (equalJson(next, stored)) return { view: views.of(stored), warnings };
  if (options.dryRun) return { view: views.of(next), warnings };
  const written = registry.replace(next, stored, "patch", world.actor ?? "user");
  const metadata = metadataDiff(stored.metadata, next.metadata);
  const patch = subresource === "status" ? { status: { $patch: "replace", ...next.status } } : { metadata };
  world.recordOnPod(stored, (pod) => ({ op: "patchPod", pod, patch }));
  return { view: views.of(written), warnings };
}

/** A status that is the one that clients see changes nothing, though more of it is seen than is stored. */
function withStatus(stored: Pod, { status }: Pod, views: Views<Pod>): Pod {
  const seen = decodePod(views.of(stored).json()).object.status;
  return equalJson(status, seen) ? stored : { ...stored, status };
}

function withMetadata(stored: Pod, { metadata }: Pod): Pod {
  const { labels, annotations, finalizers, ownerReferences } = metadata;
  const { labels: _l, annotations: _a, finalizers: _f, ownerReferences: _o, ...kept } = stored.metadata;
  return {
    ...stored,
    metadata: {
      ...kept,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ...(ownerReferences === undefined ? {} : { ownerReferences }),
    },
  };
}
