/** Namespaces: those of every cluster, those that clients create, and those in which something was put. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { ObjectMeta, StringMap } from "../../api/types.ts";
import { checkDnsLabel } from "../../api/validation/names.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { NameSource } from "../../apiserver/names.ts";
import { HttpError } from "../status.ts";
import { ageOf } from "./age.ts";
import { AGE_COLUMN, NAME_COLUMN, textColumn } from "./common-columns.ts";
import type { ResourceDefinition, RestResource } from "./resource.ts";
import { Views } from "./view.ts";

interface Namespace {
  readonly metadata: ObjectMeta;
}

const COLUMNS = [NAME_COLUMN, textColumn("Status", "The status of the namespace"), AGE_COLUMN];
const INITIAL = ["default", "kube-system"];

const DEFINITION: ResourceDefinition = {
  group: "",
  version: "v1",
  plural: "namespaces",
  singular: "namespace",
  kind: "Namespace",
  isNamespaced: false,
  shortNames: ["ns"],
  categories: [],
  verbs: ["create", "get", "list", "watch"],
  subresources: [],
  selectableFields: ["metadata.name"],
  columns: COLUMNS,
  patchType: "ObjectMeta",
};

/** The REST resource of namespaces. A Job brings its namespace with it, so that any manifest can be applied. */
export function namespaceResource(server: ApiServer): RestResource {
  const { storage } = server;
  const views = new Views<Namespace>({
    apiVersion: "v1",
    kind: "Namespace",
    encode: encodeNamespace,
    fields: {},
    columns: COLUMNS,
    cells: ({ metadata }, nowMs) => [metadata.name, "Active", ageOf(metadata.creationTimestamp, nowMs)],
  });
  const known = new Map<string, Namespace>();
  const add = (name: string, labels?: StringMap): Namespace => {
    const namespace = { metadata: metadataOf(name, known.size, formatTimestamp(storage.instantMs), labels) };
    known.set(name, namespace);
    return namespace;
  };
  // A source of its own: what clients name here must not move the names of pods, which a saved session has again.
  const names = new NameSource("namespaces");
  for (const name of INITIAL) add(name);
  storage.log.follow((entry) => {
    if (entry.kind !== "commit" || entry.type !== "ADDED") return;
    const { namespace } = entry.object.metadata;
    // Objects of the cluster, such as nodes, are in no namespace.
    if (namespace !== "" && !known.has(namespace)) add(namespace);
  });
  return {
    definition: DEFINITION,
    get: (_namespace, name) => {
      const namespace = known.get(name);
      return namespace === undefined ? undefined : views.of(namespace);
    },
    list: () => Array.from(known.values(), (namespace) => views.of(namespace)),
    version: () => storage.resourceVersion,
    changeOf: () => undefined,
    positionAfter: () => storage.log.length,
    bookmark: (metadata) => ({ kind: "Namespace", apiVersion: "v1", metadata, spec: {}, status: {} }),
    create: (_namespace, { value }, { dryRun }) => {
      const { name, labels } = readNamespace(value, names);
      if (known.has(name)) throw alreadyExists(name);
      const namespace = add(name, labels);
      if (dryRun) known.delete(name);
      return { view: views.of(namespace), warnings: [], isNew: true };
    },
  };
}

function encodeNamespace({ metadata }: Namespace): JsonObject {
  const { namespace: _none, ...rest } = metadata;
  const spec = { finalizers: ["kubernetes"] };
  return { kind: "Namespace", apiVersion: "v1", metadata: rest, spec, status: { phase: "Active" } };
}

function metadataOf(name: string, number: number, creationTimestamp: string, labels: StringMap = {}): ObjectMeta {
  const uid = `00000000-0000-4000-a000-${number.toString(16).padStart(12, "0")}`;
  const named = { ...labels, "kubernetes.io/metadata.name": name };
  return { name, namespace: "", uid, resourceVersion: "1", creationTimestamp, labels: named };
}

function readNamespace(value: unknown, names: NameSource): { readonly name: string; readonly labels: StringMap } {
  const metadata = isJsonObject(value) && isJsonObject(value.metadata) ? value.metadata : {};
  const prefix = typeof metadata.generateName === "string" ? metadata.generateName : "";
  const given = typeof metadata.name === "string" ? metadata.name : "";
  const name = given === "" && prefix !== "" ? names.generate(prefix) : given;
  const [problem] = checkDnsLabel(name);
  const labels = isJsonObject(metadata.labels) ? Object.entries(metadata.labels) : [];
  if (problem === undefined)
    return { name, labels: Object.fromEntries(labels.map(([key, text]) => [key, String(text)])) };
  const message = `Namespace "${name}" is invalid: metadata.name: Invalid value: ${JSON.stringify(name)}: ${problem}`;
  throw new HttpError(422, "Invalid", message, { name, kind: "Namespace" });
}

function alreadyExists(name: string): HttpError {
  return new HttpError(409, "AlreadyExists", `namespaces "${name}" already exists`, { name, kind: "namespaces" });
}
