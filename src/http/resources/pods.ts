/** Pods of the core group. */

import { encode } from "../../api/encode.ts";
import type { Pod } from "../../api/types.ts";
import { conflict, notFound } from "../../apiserver/errors.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import { NEWEST_RELEASE, switchesOf } from "../../simulation/releases/releases.ts";
import type { World } from "../context.ts";
import { fromApiError } from "../status.ts";
import { wholePod } from "../whole-pod/whole-pod.ts";
import { commitChanges, positionAfter } from "./commit-changes.ts";
import { POD_COLUMNS, podCells } from "./pod-table.ts";
import { createPod, updatePod } from "./pod-writes.ts";
import type { MetadataExtras, ResourceDefinition, RestResource } from "./resource.ts";
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
  verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
  subresources: [
    { name: "attach", kind: "PodAttachOptions", verbs: ["create", "get"] },
    { name: "binding", kind: "Binding", verbs: ["create"] },
    { name: "ephemeralcontainers", kind: "Pod", verbs: ["get", "patch", "update"] },
    { name: "eviction", kind: "Eviction", verbs: ["create"], group: "policy", version: "v1" },
    { name: "exec", kind: "PodExecOptions", verbs: ["create", "get"] },
    { name: "log", kind: "Pod", verbs: ["get"] },
    { name: "portforward", kind: "PodPortForwardOptions", verbs: ["create", "get"] },
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
export function podResource(world: World, extras: MetadataExtras): RestResource {
  const { pods: registry, storage } = world.server;
  const views = viewsOf(world, extras);
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
    refresh: ({ namespace, name }) => {
      const pod = registry.pods.get(namespace, name);
      if (pod !== undefined) views.forget(pod);
    },
    create: (namespace, body, options) => createPod(world, views, namespace, body, options),
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

/** Pods as clients see them, with all fields of a cluster. */
function viewsOf({ kubernetes = NEWEST_RELEASE }: World, extras: MetadataExtras): Views<Pod> {
  const switches = switchesOf(kubernetes);
  const release = { podFields: switches.podFields, kubelet: switches };
  return new Views<Pod>({
    apiVersion: "v1",
    kind: "Pod",
    complete: (pod) => wholePod(pod, release),
    encode: (whole, stored) => encode("Pod", { ...whole, metadata: { ...whole.metadata, ...extras(stored) } }),
    fields: {
      "spec.nodeName": ({ spec }) => spec.nodeName ?? "",
      "spec.restartPolicy": ({ spec }) => spec.restartPolicy ?? "",
      "spec.schedulerName": ({ spec }) => textIn(spec.schedulerName),
      "spec.serviceAccountName": (_pod, whole) => textIn(whole().spec.serviceAccountName),
      "status.phase": ({ status }) => status.phase ?? "",
    },
    columns: POD_COLUMNS,
    cells: podCells,
  });
}

function podCommit(entry: LogEntry) {
  return entry.kind === "commit" && entry.resource === "pods" ? entry : undefined;
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}
