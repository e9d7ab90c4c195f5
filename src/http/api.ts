/** Routes requests for resources to their handlers. */

import { answerView } from "./answer.ts";
import type { ManagedFields } from "./apply/managed-fields.ts";
import type { ApiRequest, World } from "./context.ts";
import { deleteCollection, deleteOne } from "./delete.ts";
import { groupVersion } from "./group-version.ts";
import { callerOf } from "./identity.ts";
import { answerList } from "./list.ts";
import { type ListOptions, readListOptions } from "./list-options.ts";
import { negotiate } from "./negotiation.ts";
import { readVersion, requestedVersion, stateAt } from "./past.ts";
import { messageOfKind } from "./protobuf/message-table.ts";
import { flagOf, textOf } from "./query.ts";
import type { Asked, Reply } from "./reply.ts";
import { parsePath, type RequestInfo } from "./request-info.ts";
import type { ResourceDefinition, ResourceVerb, RestResource } from "./resources/resource.ts";
import { answerScale } from "./scale.ts";
import { methodNotAllowed, notFoundIn } from "./status.ts";
import type { SubresourceHandlers } from "./subresources.ts";
import type { AdmissionPass } from "./webhooks/pass.ts";
import { create, patch, replace } from "./write.ts";

/** Everything that serves the resources of a world. */
export interface Api {
  readonly world: World;
  readonly resources: readonly RestResource[];
  readonly managedFields: ManagedFields;
  readonly watch: AnswerWatch;
  readonly subresources: SubresourceHandlers;
}

/** Answers a watch. */
export type AnswerWatch = (request: ApiRequest, options: ListOptions) => Reply;

type Handler = (request: ApiRequest, api: Api) => Reply;

const HANDLERS: { readonly [V in ResourceVerb]: Handler } = {
  get: readOne,
  list: (request) => answerList(request, readListOptions(request.query, false)),
  watch: (request, { watch }) => watch(request, readListOptions(request.query, true)),
  create,
  update: replace,
  patch,
  delete: deleteOne,
  deletecollection: deleteCollection,
};

/**
 * Answers a request for a resource; `undefined` if the path does not name one.
 *
 * @param warnings texts for Warning headers are added here, even if an error is thrown
 * @throws HttpError for every answer other than success
 */
export function answerApi(api: Api, request: Asked, warnings: string[], admission?: AdmissionPass): Reply | undefined {
  const { url } = request;
  const info = parsePath(url.pathname);
  const resource = info === undefined ? undefined : findResource(api.resources, info);
  if (info === undefined || resource === undefined) return undefined;
  const { world, managedFields } = api;
  // Catch up with the clock, so that reads see the current state.
  world.nowMs();
  const query = url.searchParams;
  const verb = verbOf(request.method, info, query);
  const caller = callerOf(world, request.headers);
  const parts = { admission, world, managedFields, request, query, info, resource, warnings, caller };
  const special =
    info.subresource === undefined ? undefined : api.subresources[`${resource.definition.plural}/${info.subresource}`];
  const form = () => negotiate(request, query, hasProtobuf(resource.definition));
  if (special !== undefined) return special({ ...parts, form: form() });
  const { scale } = resource.definition;
  if (scale !== undefined && info.subresource === "scale") return answerScale({ ...parts, form: form() }, scale);
  if (verb === undefined || !allowedVerbs(resource, info).includes(verb)) throw methodNotAllowed();
  return HANDLERS[verb]({ ...parts, form: form() }, api);
}

function hasProtobuf({ group, version, kind }: ResourceDefinition): boolean {
  return messageOfKind(groupVersion(group, version), kind) !== undefined;
}

function findResource(resources: readonly RestResource[], info: RequestInfo): RestResource | undefined {
  const { group, version, resource: plural, subresource, namespace, name } = info;
  const resource = resources.find(
    ({ definition }) => definition.group === group && definition.version === version && definition.plural === plural,
  );
  if (resource === undefined) return undefined;
  const { subresources, isNamespaced } = resource.definition;
  const isKnown = subresource === undefined || subresources.some((known) => known.name === subresource);
  // An object has exactly one path, with or without a namespace.
  const isPlaced = name === undefined || isNamespaced === (namespace !== undefined);
  return isKnown && isPlaced ? resource : undefined;
}

function allowedVerbs({ definition }: RestResource, { subresource, namespace, name, isWatchPath }: RequestInfo) {
  if (isWatchPath) return ["watch"];
  if (subresource !== undefined) {
    return definition.subresources.find((known) => known.name === subresource)?.verbs ?? [];
  }
  // Across namespaces, only reads are allowed.
  const isAcrossNamespaces = definition.isNamespaced && namespace === undefined && name === undefined;
  return isAcrossNamespaces ? ["list", "watch"] : definition.verbs;
}

/** The verb of a request on the resource of its path; `undefined` if the method is not allowed there. */
export function verbOf(method: string, info: RequestInfo, query: URLSearchParams): ResourceVerb | undefined {
  const isNamed = info.name !== undefined;
  switch (method) {
    case "GET":
      if (info.isWatchPath) return "watch";
      if (isNamed) return "get";
      return flagOf(query, "watch") ? "watch" : "list";
    case "POST":
      return isNamed ? undefined : "create";
    case "PUT":
      return isNamed ? "update" : undefined;
    case "PATCH":
      return isNamed ? "patch" : undefined;
    case "DELETE":
      return isNamed ? "delete" : "deletecollection";
    default:
      return undefined;
  }
}

function readOne(request: ApiRequest): Reply {
  const { resource, info, query } = request;
  const { namespace = "", name = "" } = info;
  const resourceVersion = textOf(query, "resourceVersion");
  requestedVersion(resourceVersion, resource.version());
  const version = readVersion(request, { resourceVersion });
  const isOfNow = version === resource.version();
  const view = isOfNow
    ? resource.get(namespace, name)
    : stateAt(request, version, info.namespace).find(({ metadata }) => metadata.name === name);
  if (view === undefined) throw notFoundIn(resource.definition.group, resource.definition.plural, name);
  return answerView(request, view);
}
