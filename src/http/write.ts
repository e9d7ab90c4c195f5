/** Writes: create, update, patch and apply. */

import { type DecodeProblem, decode } from "../api/decode.ts";
import { formatPath } from "../api/field-path.ts";
import { isJsonObject, type JsonObject } from "../api/json.ts";
import { answerView } from "./answer.ts";
import { applyConfig, readConfig } from "./apply/apply.ts";
import { shapeOfObjects } from "./apply/field-shape.ts";
import type { ManagedEntry, Manager } from "./apply/managed-fields.ts";
import { statedManagers } from "./apply/stated-managers.ts";
import { type Body, readBody } from "./body.ts";
import type { ApiRequest } from "./context.ts";
import { groupVersion } from "./group-version.ts";
import { fieldProblems } from "./message-fields.ts";
import { type RequestOptions, readWriteOptions, type WriteKind } from "./options.ts";
import { patched, patchKindOf, readPatch } from "./patch.ts";
import type { Reply } from "./reply.ts";
import type { RestResource, Target, UpdateRequest, WriteOutcome } from "./resources/resource.ts";
import type { View } from "./resources/view.ts";
import { badRequest, HttpError, methodNotAllowed } from "./status.ts";

/** POST to a collection. */
export function create(request: ApiRequest): Reply {
  const options = optionsOf(request, "CreateOptions");
  const body = readBody(request.request, request.resource.definition.kind);
  return perform(request, options, "Update", () => createIn(request, options, body));
}

/** PUT of an object or of a subresource. */
export function replace(request: ApiRequest): Reply {
  const options = optionsOf(request, "UpdateOptions");
  const body = readBody(request.request, request.resource.definition.kind);
  return perform(request, options, "Update", () => update(request, options, true, () => body));
}

/** PATCH of an object or of a subresource. */
export function patch(request: ApiRequest): Reply {
  const kind = patchKindOf(request.request);
  const options = optionsOf(request, "PatchOptions", kind === "apply");
  const body = readPatch(request.request, kind);
  if (kind === "apply") return apply(request, options, body);
  const type = request.resource.definition.patchType;
  const change = (current: JsonObject) => patched(kind, type, current, body);
  return perform(request, options, "Update", () => update(request, options, false, change));
}

function apply(request: ApiRequest, options: RequestOptions, body: Body): Reply {
  const { group, version, kind } = request.resource.definition;
  const config = readConfig(body.value, kind, groupVersion(group, version));
  checkConfigName(config, request.info.name ?? "");
  checkConfigFields(request, config);
  const manager = managerOf(request, options, "Apply");
  return perform(request, options, "Apply", () => applyIn(request, options, { ...body, value: config }, manager));
}

interface AppliedBody extends Body {
  readonly value: JsonObject;
}

function applyIn(request: ApiRequest, options: RequestOptions, body: AppliedBody, manager: Manager): WriteOutcome {
  const { value: config } = body;
  const { resource, info, managedFields } = request;
  const { namespace = "", name = "", subresource } = info;
  const live = resource.get(namespace, name);
  const { patchType, schema } = resource.definition;
  const { object, fields } = applyConfig({
    live: live?.json(),
    config,
    shape: shapeOfObjects(patchType, schema?.()),
    manager,
    entries: live === undefined ? [] : managedFields.of(live.metadata.uid),
    force: options.force,
  });
  managedFields.claim(fields);
  const applied: Body = { ...body, value: object };
  const isNew = live === undefined && subresource === undefined;
  if (isNew) return createIn(request, options, applied);
  const outcome = update(request, options, false, () => applied);
  const isUnchanged = outcome.view.metadata.resourceVersion === live?.metadata.resourceVersion;
  if (isUnchanged && !options.dryRun) {
    managedFields.share(outcome.view.metadata.uid, manager, fields, request.world.server.storage.instantMs);
    return { ...outcome, view: shownAgain(resource, { namespace, name }) ?? outcome.view };
  }
  return outcome;
}

/** Applies what a configuration of another object, such as its scale, says of an object. */
export function applyAttributed(request: ApiRequest, options: RequestOptions, body: AppliedBody): View {
  const manager = managerOf(request, options, "Apply");
  return attributed(request, options, "Apply", () => applyIn(wholeOf(request), options, body, manager)).view;
}

/** The request as if it was about the object itself. */
function wholeOf(request: ApiRequest): ApiRequest {
  return { ...request, info: { ...request.info, subresource: "" }, admission: undefined };
}

export function checkConfigName({ metadata }: JsonObject, name: string): void {
  const given = isJsonObject(metadata) ? metadata.name : undefined;
  if (given === name) return;
  throw badRequest(`the name of the object (${String(given ?? "")}) does not match the name on the URL (${name})`);
}

/** Every field of a configuration must be in the schema; Kubernetes answers this error without a reason. */
function checkConfigFields(request: ApiRequest, config: JsonObject): void {
  const { patchType, group, version, kind } = request.resource.definition;
  const apiVersion = groupVersion(group, version);
  const [problem] =
    patchType === undefined ? fieldProblems(apiVersion, kind, config) : decode(patchType, config).problems;
  if (problem !== undefined) throw untypedConfig(request, config, problem);
}

/** The error for a configuration with a field that its schema does not have. */
export function untypedConfig({ info }: ApiRequest, config: JsonObject, problem: DecodeProblem): HttpError {
  const what = `${info.namespace ?? ""}/${info.name ?? ""}; ${String(config.apiVersion)}, Kind=${String(config.kind)}`;
  const isUnknown = problem.kind === "unknownField";
  const detail = isUnknown ? `.${formatPath(problem.path)}: field not declared in schema` : problem.message;
  return new HttpError(500, undefined, `failed to create typed patch object (${what}): ${detail}`);
}

/** The options of a write; a trial does not store it. */
function optionsOf({ query, admission }: ApiRequest, kind: WriteKind, isApply = false): RequestOptions {
  const options = readWriteOptions(kind, query, isApply);
  return admission?.isTrial === true ? { ...options, dryRun: true } : options;
}

function createIn(request: ApiRequest, options: RequestOptions, body: Body): WriteOutcome {
  const { resource, info, caller } = request;
  if (resource.create === undefined) throw methodNotAllowed();
  return resource.create(info.namespace ?? "", reviewed(request, "CREATE", body, undefined), options, caller);
}

/** The object after review by webhooks; the same object if there are none. */
function reviewed(
  { admission, resource, info, query, caller: user }: ApiRequest,
  operation: "CREATE" | "UPDATE",
  body: Body,
  oldObject: JsonObject | undefined,
): Body {
  if (admission === undefined || !isJsonObject(body.value)) return body;
  const { namespace = "", subresource = "" } = info;
  const object = resource.defaulted?.(body.value, namespace) ?? body.value;
  const { metadata } = object;
  const name = info.name ?? String((isJsonObject(metadata) ? metadata.name : undefined) ?? "");
  const isDryRun = query.has("dryRun");
  const of = resource.definition;
  const write = { operation, of, namespace, name, subresource, object, oldObject, user, isDryRun };
  return { ...body, value: admission.review(write) };
}

function update(
  request: ApiRequest,
  options: RequestOptions,
  isReplacement: boolean,
  change: UpdateRequest["change"],
): WriteOutcome {
  const { resource, info, managedFields } = request;
  const { namespace = "", name = "", subresource = "" } = info;
  if (resource.update === undefined) throw methodNotAllowed();
  let stated: readonly ManagedEntry[] | undefined;
  const before = resource.get(namespace, name)?.metadata;
  const outcome = resource.update({
    ...{ namespace, name, subresource, options, isReplacement },
    change: (current) => {
      const body = change(current);
      stated = statedManagers(current, body.value);
      if (stated !== undefined) managedFields.restate(stated);
      return reviewed(request, "UPDATE", body, current);
    },
  });
  const { uid, resourceVersion } = outcome.view.metadata;
  if (stated === undefined || options.dryRun || resourceVersion !== before?.resourceVersion) return outcome;
  managedFields.replace(uid, stated);
  return { ...outcome, view: shownAgain(resource, { namespace, name }) ?? outcome.view };
}

/** The object as clients see it after its separately stored metadata changed. */
function shownAgain(resource: RestResource, target: Target): View | undefined {
  resource.refresh?.(target);
  return resource.get(target.namespace, target.name);
}

/** Updates an object in a request whose body is another object, such as its scale. */
export function updateAttributed(request: ApiRequest, options: RequestOptions, change: UpdateRequest["change"]): View {
  return attributed(request, options, "Update", () => update(wholeOf(request), options, true, change)).view;
}

/** Runs a write and answers with the result. */
function perform(
  request: ApiRequest,
  options: RequestOptions,
  operation: Manager["operation"],
  write: () => WriteOutcome,
): Reply {
  const { view, isNew = false } = attributed(request, options, operation, write);
  return answerView(request, view, isNew ? 201 : 200);
}

/** Runs a write as its manager, at a separate instant unless it is a dry run. */
function attributed(
  request: ApiRequest,
  options: RequestOptions,
  operation: Manager["operation"],
  write: () => WriteOutcome,
): WriteOutcome {
  const manager = managerOf(request, options, operation);
  const managed = () => request.managedFields.during(manager, write);
  const outcome = options.dryRun ? managed() : request.world.write(managed);
  request.admission?.passed(outcome.view);
  request.warnings.push(...outcome.warnings);
  return outcome;
}

/** The manager of a write: the named field manager, else the user agent. */
function managerOf(
  { request, info, resource }: ApiRequest,
  { fieldManager }: RequestOptions,
  operation: Manager["operation"],
): Manager {
  const [agent = ""] = (request.headers.get("user-agent") ?? "").split("/");
  const { group, version } = resource.definition;
  return {
    name: fieldManager === "" ? agent.trim() || "unknown" : fieldManager,
    operation,
    subresource: info.subresource ?? "",
    apiVersion: groupVersion(group, version),
  };
}
