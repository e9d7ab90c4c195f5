/** `/scale`: the replicas of an object as a Scale of autoscaling/v1, whatever fields its kind has for them. */

import { valueAt, withValueAt } from "../api/custom/json-path.ts";
import { decode } from "../api/decode-value.ts";
import { isJsonObject, type JsonObject } from "../api/json.ts";
import type { ScalePaths } from "../api/kinds/kind.ts";
import { answerJson } from "./answer.ts";
import { readConfig } from "./apply/apply.ts";
import { type Body, readBody } from "./body.ts";
import type { ApiRequest } from "./context.ts";
import { groupVersion } from "./group-version.ts";
import { fieldProblems } from "./message-fields.ts";
import { type RequestOptions, readWriteOptions } from "./options.ts";
import { patched, patchKindOf, readPatch } from "./patch.ts";
import type { Asked, Reply } from "./reply.ts";
import { formatSelector } from "./resources/job-table.ts";
import type { View } from "./resources/view.ts";
import { badRequest, HttpError, methodNotAllowed, notFoundIn } from "./status.ts";
import { applyAttributed, checkConfigName, untypedConfig, updateAttributed } from "./write.ts";

const KIND = "Scale";
const API_VERSION = "autoscaling/v1";
/** Metadata that a Scale shares with its object. */
const SHARED = ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"];

/** Answers a request for the scale of an object. */
export function answerScale(request: ApiRequest, paths: ScalePaths): Reply {
  const { info, resource, form } = request;
  const { namespace = "", name = "" } = info;
  const stored = resource.get(namespace, name);
  if (stored === undefined) throw notFoundIn(resource.definition.group, resource.definition.plural, name);
  switch (request.request.method) {
    case "GET":
      return answerJson(scaleOf(stored.json(), paths), 200, form);
    case "PUT": {
      const options = readWriteOptions("UpdateOptions", request.query);
      const { value } = readBody(asJson(request.request), KIND);
      return answerJson(scaleOf(scaled(request, options, paths, value).json(), paths), 200, form);
    }
    case "PATCH":
      return answerJson(scaleOf(patchScale(request, stored, paths).json(), paths), 200, form);
    default:
      throw methodNotAllowed();
  }
}

/** client-go's scale client sends no content type. This is safe: a browser asks before it sends a PUT for a page. */
function asJson(request: Asked): Asked {
  const { headers } = request;
  if (headers.get("content-type") !== null) return request;
  return { ...request, headers: { get: (name) => (name === "content-type" ? "application/json" : headers.get(name)) } };
}

function patchScale(request: ApiRequest, stored: View, paths: ScalePaths): View {
  const kind = patchKindOf(request.request);
  const options = readWriteOptions("PatchOptions", request.query, kind === "apply");
  const patch = readPatch(request.request, kind);
  if (kind === "apply") return applyScale(request, options, paths, patch);
  const { value } = patched(kind, undefined, scaleOf(stored.json(), paths), patch);
  return scaled(request, options, paths, value);
}

/** Who applies a scale manages the field of its object that has the replicas. */
function applyScale(request: ApiRequest, options: RequestOptions, paths: ScalePaths, body: Body): View {
  const config = readConfig(body.value, KIND, API_VERSION);
  checkConfigName(config, request.info.name ?? "");
  const [problem] = fieldProblems(API_VERSION, KIND, config);
  if (problem !== undefined) throw untypedConfig(request, config, problem);
  const { group, version, kind } = request.resource.definition;
  const object = { apiVersion: groupVersion(group, version), kind, metadata: config.metadata };
  const value = withValueAt(object, paths.specReplicasPath, replicasOf(config));
  return applyAttributed(request, options, { ...body, value });
}

/** Writes the replicas of a Scale into its object; a resource version must match the stored one. */
function scaled(request: ApiRequest, options: RequestOptions, paths: ScalePaths, scale: unknown): View {
  const { metadata } = isJsonObject(scale) ? scale : {};
  const replicas = replicasOf(scale);
  const { resourceVersion } = isJsonObject(metadata) ? metadata : {};
  return updateAttributed(request, options, (current) => {
    const next = withValueAt(current, paths.specReplicasPath, replicas);
    const version = typeof resourceVersion === "string" && resourceVersion !== "" ? { resourceVersion } : {};
    const kept = isJsonObject(next.metadata) ? next.metadata : {};
    const value = { ...next, metadata: { ...kept, ...version } };
    return { value, duplicates: [], order: new Map(), patch: "" };
  });
}

function replicasOf(scale: unknown): number {
  const { spec } = isJsonObject(scale) ? scale : {};
  const { replicas = 0 } = isJsonObject(spec) ? spec : {};
  if (typeof replicas === "number" && Number.isInteger(replicas) && replicas >= 0) return replicas;
  throw badRequest("spec.replicas of a Scale must be a whole number, at least 0");
}

function scaleOf(object: JsonObject, paths: ScalePaths): JsonObject {
  const { specReplicasPath, statusReplicasPath } = paths;
  const replicas = valueAt(object, specReplicasPath);
  if (typeof replicas !== "number") {
    const detail = `the spec replicas field ${JSON.stringify(specReplicasPath)} does not exist`;
    throw new HttpError(500, "InternalError", `Internal error occurred: ${detail}`);
  }
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  const selector = selectorOf(object, paths);
  const running = valueAt(object, statusReplicasPath);
  return {
    kind: KIND,
    apiVersion: API_VERSION,
    metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => SHARED.includes(key))),
    spec: { replicas },
    status: {
      replicas: typeof running === "number" ? running : 0,
      ...(selector === undefined ? {} : { selector }),
    },
  };
}

/** The label selector as text. */
function selectorOf(object: JsonObject, { labelSelectorPath, selectorPath }: ScalePaths): string | undefined {
  const given = valueAt(object, labelSelectorPath ?? selectorPath ?? "");
  if (selectorPath === undefined) return typeof given === "string" ? given : undefined;
  if (!isJsonObject(given)) return undefined;
  // A ReplicationController has a map of labels in its place.
  const isSelector = "matchLabels" in given || "matchExpressions" in given;
  return formatSelector(decode("LabelSelector", isSelector ? given : { matchLabels: given }).object);
}
