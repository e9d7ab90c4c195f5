/** OpenAPI schemas of all types in the schema tables. */

import type { JsonObject } from "../../api/json.ts";
import { type FieldSchema, groupOfType, type ScalarType } from "../../api/schema/index.ts";
import type { Release } from "../../simulation/releases/releases.ts";
import { knownFields } from "./known-fields.ts";

const META = "io.k8s.apimachinery.pkg.apis.meta.v1";
const BATCH = "io.k8s.api.batch.v1";
const CORE = "io.k8s.api.core.v1";
const PACKAGES: Readonly<Record<string, string>> = { meta: META, batch: BATCH };
const QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
const TIME = `${META}.Time`;
const MICRO_TIME = `${META}.MicroTime`;

/** Prefix of references to schemas: `#/components/schemas/` in OpenAPI 3, `#/definitions/` in OpenAPI 2. */
export type RefPrefix = "#/components/schemas/" | "#/definitions/";

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const TOP_LEVEL: Readonly<Record<string, readonly GroupVersionKind[]>> = {
  CronJob: [{ group: "batch", version: "v1", kind: "CronJob" }],
  Job: [{ group: "batch", version: "v1", kind: "Job" }],
  Pod: [{ group: "", version: "v1", kind: "Pod" }],
  Namespace: [{ group: "", version: "v1", kind: "Namespace" }],
  Event: [{ group: "", version: "v1", kind: "Event" }],
  EventsV1Event: [{ group: "events.k8s.io", version: "v1", kind: "Event" }],
};

/** The full name of a type of the schema tables in Kubernetes' documents. */
export function fullName(type: string): string {
  if (type === "EventsV1Event") return "io.k8s.api.events.v1.Event";
  return `${PACKAGES[groupOfType(type)] ?? CORE}.${type}`;
}

/** All schemas of a release by full name. */
export function allSchemas(prefix: RefPrefix, release: Release): JsonObject {
  const known = knownFields(Object.keys(TOP_LEVEL), release);
  const objects = [...known].map(([type, fields]): [string, JsonObject] => [
    fullName(type),
    objectSchema(type, fields, prefix),
  ]);
  return { ...Object.fromEntries(objects), ...scalarSchemas(), ...listSchemas(prefix) };
}

function objectSchema(
  type: string,
  fields: readonly (readonly [name: string, field: FieldSchema])[],
  prefix: RefPrefix,
): JsonObject {
  const required = fields.filter(([name, field]) => isDemanded(type, name, field)).map(([name]) => name);
  const kinds = TOP_LEVEL[type];
  return {
    type: "object",
    properties: Object.fromEntries(fields.map(([name, field]) => [name, fieldSchema(field, prefix)])),
    ...(required.length === 0 ? {} : { required }),
    ...(kinds === undefined ? {} : { "x-kubernetes-group-version-kind": kinds }),
  };
}

/** Fields that the server always writes are not always required from clients. */
function isDemanded(type: string, name: string, field: FieldSchema): boolean {
  if (field.presence !== "required" || TOP_LEVEL[type] !== undefined) return false;
  const isFilledIn = ["metadata", "resources", "status", "lastProbeTime", "lastTransitionTime", "lastState", "state"];
  return !isFilledIn.includes(name);
}

function fieldSchema(field: FieldSchema, prefix: RefPrefix): JsonObject {
  const description = field.doc === undefined ? {} : { description: field.doc };
  const value = valueSchema(field.type, prefix);
  switch (field.shape) {
    case "list":
      return { ...description, type: "array", items: value, ...mergeExtensions(field) };
    case "map":
      return { ...description, type: "object", additionalProperties: value };
    default:
      // Nothing next to a plain reference is read, so a reference with a description is wrapped.
      if (!("$ref" in value) || field.doc === undefined) return { ...description, ...value };
      return prefix === "#/definitions/" ? { ...description, ...value } : { ...description, allOf: [value] };
  }
}

function mergeExtensions({ mergeKey, mergeAsSet }: FieldSchema): JsonObject {
  if (mergeAsSet === true) return { "x-kubernetes-list-type": "set", "x-kubernetes-patch-strategy": "merge" };
  if (mergeKey === undefined) return { "x-kubernetes-list-type": "atomic" };
  return {
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": [mergeKey],
    "x-kubernetes-patch-merge-key": mergeKey,
    "x-kubernetes-patch-strategy": "merge",
  };
}

const SCALARS: Readonly<Partial<Record<ScalarType | string, JsonObject>>> = {
  string: { type: "string" },
  bool: { type: "boolean" },
  int32: { type: "integer", format: "int32" },
  int64: { type: "integer", format: "int64" },
  number: { type: "number", format: "double" },
  object: { type: "object" },
};
const NAMED_SCALARS: Readonly<Record<string, string>> = {
  quantity: QUANTITY,
  intOrString: INT_OR_STRING,
  timestamp: TIME,
  microTime: MICRO_TIME,
};

function valueSchema(type: string, prefix: RefPrefix): JsonObject {
  return SCALARS[type] ?? { $ref: prefix + (NAMED_SCALARS[type] ?? fullName(type)) };
}

function scalarSchemas(): JsonObject {
  return {
    [TIME]: { type: "string", format: "date-time", description: "A time in RFC 3339 format with whole seconds." },
    [MICRO_TIME]: { type: "string", format: "date-time", description: "A time in RFC 3339 format with microseconds." },
    [QUANTITY]: { type: "string", description: "A quantity such as 500m or 2Gi." },
    [INT_OR_STRING]: { type: "string", format: "int-or-string", description: "An integer or a string." },
    [`${META}.ListMeta`]: {
      type: "object",
      properties: {
        continue: { type: "string", description: "Token that requests the rest of the list." },
        remainingItemCount: { type: "integer", format: "int64", description: "Number of items after this page." },
        resourceVersion: { type: "string", description: "The resource version of the listed state." },
      },
    },
  };
}

function listSchemas(prefix: RefPrefix): JsonObject {
  const lists = Object.keys(TOP_LEVEL).map((type): [string, JsonObject] => [
    `${fullName(type)}List`,
    {
      type: "object",
      required: ["items"],
      properties: {
        apiVersion: { type: "string" },
        kind: { type: "string" },
        metadata: { $ref: `${prefix}${META}.ListMeta` },
        items: { type: "array", items: { $ref: prefix + fullName(type) } },
      },
      "x-kubernetes-group-version-kind": (TOP_LEVEL[type] ?? []).map((gvk) => ({ ...gvk, kind: `${gvk.kind}List` })),
    },
  ]);
  return Object.fromEntries(lists);
}
