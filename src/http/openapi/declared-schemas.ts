/** OpenAPI schemas of custom resources: the schema of the definition, plus the fields of every object. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { ResourceDefinition } from "../resources/resource.ts";
import type { RefPrefix } from "./schemas.ts";

/** Keywords that OpenAPI 2 does not have. */
const ONLY_IN_VERSION_3 = ["nullable", "oneOf", "anyOf", "not", "x-kubernetes-validations"];

/** The schema name of a custom resource: reversed group, version and kind. */
export function declaredName({ group, version, kind }: ResourceDefinition): string {
  return [...group.split(".").reverse(), version, kind].join(".");
}

/** The schemas of custom resources and their lists, by name. */
export function declaredSchemas(definitions: readonly ResourceDefinition[], prefix: RefPrefix): JsonObject {
  const entries = definitions.flatMap((definition): [string, JsonObject][] => {
    const { schema } = definition;
    if (schema === undefined) return [];
    const name = declaredName(definition);
    const whole = wholeSchema(definition, schema(), prefix);
    return [
      [name, prefix === "#/definitions/" ? inVersion2(whole) : whole],
      [`${name}List`, listSchema(definition, name, prefix)],
    ];
  });
  return Object.fromEntries(entries);
}

function wholeSchema({ group, version, kind }: ResourceDefinition, schema: JsonObject, prefix: RefPrefix): JsonObject {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  return {
    ...schema,
    properties: {
      ...properties,
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { $ref: `${prefix}io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta` },
    },
    "x-kubernetes-group-version-kind": [{ group, version, kind }],
  };
}

function listSchema({ group, version, kind }: ResourceDefinition, name: string, prefix: RefPrefix): JsonObject {
  return {
    type: "object",
    required: ["items"],
    properties: {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { $ref: `${prefix}io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta` },
      items: { type: "array", items: { $ref: prefix + name } },
    },
    "x-kubernetes-group-version-kind": [{ group, version, kind: `${kind}List` }],
  };
}

function inVersion2(value: unknown): JsonObject {
  if (!isJsonObject(value)) return {};
  const kept = Object.entries(value).filter(([key]) => !ONLY_IN_VERSION_3.includes(key));
  return Object.fromEntries(
    kept.map(([key, part]): [string, unknown] => {
      if (key === "properties" && isJsonObject(part)) {
        return [key, Object.fromEntries(Object.entries(part).map(([name, of]) => [name, inVersion2(of)]))];
      }
      return [key, (key === "items" || key === "additionalProperties") && isJsonObject(part) ? inVersion2(part) : part];
    }),
  );
}
