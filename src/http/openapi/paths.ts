/** OpenAPI paths of all resources, with the parameters of each operation. */

import type { JsonObject } from "../../api/json.ts";
import type { ResourceDefinition, ResourceVerb } from "../resources/resource.ts";
import { declaredName } from "./declared-schemas.ts";
import { messageSchemaName } from "./message-schemas.ts";
import { fullName } from "./schemas.ts";

interface Parameter {
  readonly name: string;
  readonly type: "string" | "integer" | "boolean";
  readonly description: string;
}

const PRETTY: Parameter = { name: "pretty", type: "string", description: "If 'true', the output is indented." };
const WRITE: readonly Parameter[] = [
  { name: "dryRun", type: "string", description: "All: validate the request without storing anything." },
  { name: "fieldManager", type: "string", description: "Name of the manager of the changed fields." },
  {
    name: "fieldValidation",
    type: "string",
    description: "Ignore, Warn or Strict: how unknown and duplicate fields are handled.",
  },
];
const FORCE: Parameter = { name: "force", type: "boolean", description: "Take over fields from other managers." };
const DELETE: readonly Parameter[] = [
  { name: "dryRun", type: "string", description: "All: validate the request without deleting anything." },
  { name: "gracePeriodSeconds", type: "integer", description: "Grace period in seconds." },
  { name: "orphanDependents", type: "boolean", description: "Deprecated form of propagationPolicy." },
  { name: "propagationPolicy", type: "string", description: "Background, Foreground or Orphan." },
];
const LIST: readonly Parameter[] = [
  { name: "labelSelector", type: "string", description: "A label selector." },
  { name: "fieldSelector", type: "string", description: "A field selector." },
  { name: "limit", type: "integer", description: "Maximum number of items in the response." },
  { name: "continue", type: "string", description: "Continue token of the previous page." },
  { name: "resourceVersion", type: "string", description: "Resource version of the requested state." },
  { name: "resourceVersionMatch", type: "string", description: "Exact or NotOlderThan." },
  { name: "sendInitialEvents", type: "boolean", description: "Begin a watch with the current state." },
  { name: "allowWatchBookmarks", type: "boolean", description: "Allow bookmarks in a watch." },
  { name: "timeoutSeconds", type: "integer", description: "Timeout of the request in seconds." },
  { name: "watch", type: "boolean", description: "Streams changes." },
];

const PARAMETERS: { readonly [V in ResourceVerb]: readonly Parameter[] } = {
  create: WRITE,
  update: WRITE,
  patch: [...WRITE, FORCE],
  delete: DELETE,
  deletecollection: [...DELETE, ...LIST],
  get: [],
  list: LIST,
  watch: LIST,
};
const METHODS: { readonly [V in ResourceVerb]: string } = {
  create: "post",
  update: "put",
  patch: "patch",
  delete: "delete",
  deletecollection: "delete",
  get: "get",
  list: "get",
  watch: "get",
};
const ON_COLLECTION: readonly ResourceVerb[] = ["create", "list", "deletecollection"];
const ON_OBJECT: readonly ResourceVerb[] = ["get", "update", "patch", "delete"];
/** Actions that have different names in discovery and OpenAPI. */
const ACTIONS: Readonly<Partial<Record<ResourceVerb, string>>> = { create: "post", update: "put" };

/** The paths of resources in OpenAPI 3. */
export function pathsOf(definitions: readonly ResourceDefinition[]): JsonObject {
  return Object.fromEntries(definitions.flatMap(pathsOfResource));
}

function pathsOfResource(definition: ResourceDefinition): [string, JsonObject][] {
  const { group, version, plural, isNamespaced, verbs, subresources } = definition;
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const collection = isNamespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const object = `${collection}/{name}`;
  const across: [string, JsonObject][] = isNamespaced
    ? [[`${root}/${plural}`, operations(definition, ["list"], "")]]
    : [];
  return [
    ...across,
    [
      collection,
      operations(
        definition,
        ON_COLLECTION.filter((verb) => verbs.includes(verb)),
        "",
      ),
    ],
    [
      object,
      operations(
        definition,
        ON_OBJECT.filter((verb) => verbs.includes(verb)),
        "",
      ),
    ],
    ...subresources.map((subresource): [string, JsonObject] => [
      `${object}/${subresource.name}`,
      operations(definition, subresource.verbs, subresource.name),
    ]),
  ];
}

function operations(definition: ResourceDefinition, verbs: readonly ResourceVerb[], subresource: string): JsonObject {
  return Object.fromEntries(verbs.map((verb) => [METHODS[verb], operation(definition, verb, subresource)]));
}

/** The schema name of a resource's objects, if any. */
function schemaNameOf(definition: ResourceDefinition): string | undefined {
  const { kind, patchType, schema } = definition;
  if (patchType !== undefined) return kind === patchType ? fullName(patchType) : undefined;
  return schema === undefined ? messageSchemaName(definition) : declaredName(definition);
}

function operation(definition: ResourceDefinition, verb: ResourceVerb, subresource: string) {
  const { group, version, kind } = definition;
  const parameters = [PRETTY, ...PARAMETERS[verb]].map(({ name, type, description }) => ({
    name,
    in: "query",
    description,
    schema: { type, uniqueItems: true },
  }));
  const name = schemaNameOf(definition);
  const content =
    name === undefined ? {} : { content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } } };
  return {
    operationId: `${verb}${kind}${subresource}`,
    parameters,
    responses: { 200: { description: "OK", ...content } },
    "x-kubernetes-action": ACTIONS[verb] ?? verb,
    "x-kubernetes-group-version-kind": { group, version, kind },
  };
}
