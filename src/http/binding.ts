/** Bindings: a client's scheduler assigns a pod to a node. */

import type { FieldError } from "../api/field-path.ts";
import { isJsonObject, type JsonObject } from "../api/json.ts";
import { required, unsupported } from "../api/validation/errors.ts";
import { bindPod } from "../apiserver/binding.ts";
import { invalid } from "../apiserver/errors.ts";
import { answerJson } from "./answer.ts";
import { readBody } from "./body.ts";
import type { ApiRequest } from "./context.ts";
import { readWriteOptions } from "./options.ts";
import type { Reply } from "./reply.ts";
import { badRequest, fromApiError, methodNotAllowed } from "./status.ts";

const SUCCESS = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
const BINDING = { group: "", plural: "bindings", kind: "Binding", qualifiedResource: "bindings" };

/** POST of a Binding to `pods/NAME/binding`. */
export function answerBinding({ request, info, query, world, form }: ApiRequest): Reply {
  if (request.method !== "POST") throw methodNotAllowed();
  const { dryRun } = readWriteOptions("CreateOptions", query);
  const { value } = readBody(request, "Binding");
  if (!isJsonObject(value)) throw badRequest("the body must be a Binding, an object");
  const { namespace = "", name = "" } = info;
  const nodeName = nodeOf(value, name);
  if (dryRun) return answerJson(SUCCESS, 201, form);
  const { pods, storage } = world.server;
  world.write(() => {
    const before = pods.pods.get(namespace, name);
    const bound = bindPod(pods, storage, { namespace, name, nodeName }, world.actor ?? "user");
    if (!bound.ok) throw fromApiError(bound.error);
    if (before !== undefined) world.recordOnPod(before, (pod) => ({ op: "bindPod", pod, node: nodeName }));
  });
  return answerJson(SUCCESS, 201, form);
}

/** The rules of `ValidatePodBinding`. */
function nodeOf({ target }: JsonObject, pod: string): string {
  const { kind = "", name = "" } = isJsonObject(target) ? target : {};
  const errors: FieldError[] = [];
  if (kind !== "" && kind !== "Node") errors.push(unsupported(["target", "kind"], kind, ["Node", "<empty>"]));
  if (typeof name !== "string" || name === "") errors.push(required(["target", "name"]));
  if (errors.length > 0) throw fromApiError(invalid(BINDING, pod, errors));
  return String(name);
}
