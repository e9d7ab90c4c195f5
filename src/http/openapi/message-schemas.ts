/** OpenAPI schemas of kinds without a schema table, from their protobuf messages: fields and types, no descriptions. */

import type { JsonObject } from "../../api/json.ts";
import { groupVersion } from "../group-version.ts";
import { type Field, messageOf, messageOfKind } from "../protobuf/message-table.ts";
import type { ResourceDefinition } from "../resources/resource.ts";
import type { RefPrefix } from "./schemas.ts";

const MACHINERY = "io.k8s.apimachinery.pkg";
const PACKAGES: Readonly<Record<string, string>> = { meta: `${MACHINERY}.apis.meta`, runtime: `${MACHINERY}.runtime` };

/** Packages whose version is not v1. */
const VERSIONS: Readonly<Record<string, string>> = { autoscaling2: "io.k8s.api.autoscaling.v2" };

const SCALARS: Readonly<Record<string, JsonObject>> = {
  string: { type: "string" },
  bytes: { type: "string", format: "byte" },
  bool: { type: "boolean" },
  int32: { type: "integer", format: "int32" },
  int64: { type: "integer", format: "int64" },
  "meta.FieldsV1": { type: "object" },
  "meta.Duration": { type: "string" },
  "runtime.RawExtension": { type: "object" },
};
const NAMED: Readonly<Record<string, string>> = {
  "meta.Time": `${MACHINERY}.apis.meta.v1.Time`,
  "meta.MicroTime": `${MACHINERY}.apis.meta.v1.MicroTime`,
  "resource.Quantity": `${MACHINERY}.api.resource.Quantity`,
  "intstr.IntOrString": `${MACHINERY}.util.intstr.IntOrString`,
};

/** The schema name of a message such as `core.PodSpec`. */
function schemaName(message: string): string {
  const [alias = "", name = ""] = message.split(".");
  return `${VERSIONS[alias] ?? `${PACKAGES[alias] ?? `io.k8s.api.${alias}`}.v1`}.${name}`;
}

/** The schema name of a kind without a table; `undefined` if its message is unknown as well. */
export function messageSchemaName({ group, version, kind }: ResourceDefinition): string | undefined {
  const message = messageOfKind(groupVersion(group, version), kind);
  return message && schemaName(message.name);
}

/** The schemas of the messages of some resources, and of all messages that they refer to, by name. */
export function messageSchemas(definitions: readonly ResourceDefinition[], prefix: RefPrefix): JsonObject {
  const schemas: Record<string, JsonObject> = {};
  for (const { group, version, kind } of definitions) {
    for (const of of [kind, `${kind}List`]) {
      const message = messageOfKind(groupVersion(group, version), of);
      if (message === undefined) continue;
      addMessage(message.name, prefix, schemas);
      const name = schemaName(message.name);
      const gvk = { "x-kubernetes-group-version-kind": [{ group, version, kind: of }] };
      const ids = { apiVersion: { type: "string" }, kind: { type: "string" } };
      const { properties } = schemas[name] ?? {};
      schemas[name] = { ...schemas[name], properties: { ...ids, ...Object(properties) }, ...gvk };
    }
  }
  return schemas;
}

function addMessage(message: string, prefix: RefPrefix, schemas: Record<string, JsonObject>): void {
  const name = schemaName(message);
  if (schemas[name] !== undefined || SCALARS[message] !== undefined || NAMED[message] !== undefined) return;
  const { fields } = messageOf(message) ?? { fields: [] };
  const properties: Record<string, JsonObject> = {};
  schemas[name] = { type: "object", properties };
  for (const field of fields) {
    if (SCALARS[field.type] === undefined) addMessage(field.type, prefix, schemas);
    if (field.isInline) Object.assign(properties, schemas[schemaName(field.type)]?.properties);
    else properties[field.name] = fieldSchema(field, prefix);
  }
}

function fieldSchema({ shape, type }: Field, prefix: RefPrefix): JsonObject {
  const value = SCALARS[type] ?? { $ref: prefix + (NAMED[type] ?? schemaName(type)) };
  if (shape === "list") return { type: "array", items: value };
  return shape === "map" ? { type: "object", additionalProperties: value } : value;
}
