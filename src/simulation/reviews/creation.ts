/** What webhooks see of a creation by a built-in controller: the object, with the defaults of its kind. */

import { decodeJob, decodePod } from "../../api/decode.ts";
import { defaultJob, defaultPod } from "../../api/defaults.ts";
import { encode } from "../../api/encode.ts";
import type { JsonObject } from "../../api/json.ts";
import type { AnyKind } from "../../api/kinds/kind.ts";
import { JOB, POD } from "../../api/kinds/workloads.ts";
import type { ApiSwitches } from "../../api/switches.ts";
import type { Job, Pod } from "../../api/types.ts";
import type { Actor } from "../../apiserver/log.ts";
import type { Request } from "../../apiserver/requests.ts";
import type { ControllerWrite } from "./controller-write.ts";

/** Whether a request creates a pod or a Job. */
export function isCreation(request: Request): boolean {
  return request.verb === "create" && (request.resource !== "objects" || request.of === JOB || request.of === POD);
}

/** The creation that a request is; `undefined` for any other request. */
export function creationOf(request: Request, actor: Actor, switches: ApiSwitches): ControllerWrite | undefined {
  if (request.verb !== "create" || !isCreation(request)) return undefined;
  if (request.resource === "pods") {
    const { spec, namespace, ...metadata } = request.pod;
    const object = { apiVersion: "v1", kind: "Pod", metadata: { namespace, ...metadata }, spec };
    return creation(POD, actor, namespace, encode("Pod", object));
  }
  if (request.resource === "objects" && request.of === POD) {
    const pod = defaultPod(decodePod(request.manifest).object);
    return creation(POD, actor, request.namespace, encode("Pod", unstored(pod)));
  }
  const job = defaultJob(decodeJob(request.manifest).object, switches);
  return creation(JOB, actor, job.metadata.namespace, encode("Job", unstored(job)));
}

function creation(of: AnyKind, actor: Actor, namespace: string, object: JsonObject): ControllerWrite {
  return { operation: "CREATE", of, actor, namespace, name: "", subresource: "", object, oldObject: undefined };
}

/** The same creation with another object. */
export function withObject(request: Request, object: JsonObject): Request {
  if (request.verb !== "create") return request;
  if (request.resource !== "pods") return { ...request, manifest: object };
  return { resource: "objects", of: POD, verb: "create", namespace: request.pod.namespace, manifest: object };
}

/** Without metadata that only stored objects have. */
function unstored(object: Job | Pod) {
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([, value]) => value !== ""));
  return { ...object, metadata };
}
