/** Injected failures of calls by controllers. */

import { JOB } from "../../api/kinds/workloads.ts";
import type { ApiError, ApiErrorReason } from "../../apiserver/errors.ts";
import type { Verb } from "../../apiserver/log.ts";
import { type Request, requestedResource } from "../../apiserver/requests.ts";
import type { FaultCheck } from "../../controller/process.ts";
import type { ApiErrorKind, ApiFault, ApiVerb } from "../plan.ts";

const VERBS: { readonly [V in Verb]: ApiVerb } = {
  get: "get",
  list: "list",
  create: "create",
  update: "update",
  updateStatus: "update",
  patch: "patch",
  removeFinalizer: "patch",
  adopt: "patch",
  release: "patch",
  bind: "create",
  evict: "create",
  delete: "delete",
};

interface Refused {
  readonly resource: string;
  readonly name: string;
}

/** Kubernetes' messages, for faults without their own. */
const WORDS: { readonly [K in ApiErrorKind]: (target: Refused) => string } = {
  internal: () => "Internal error occurred: etcdserver: request timed out",
  conflict: ({ resource, name }) =>
    `Operation cannot be fulfilled on ${resource} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
  notfound: ({ resource, name }) => `${resource} "${name}" not found`,
  forbidden: ({ resource, name }) => `${resource} "${name}" is forbidden: exceeded quota`,
  timeout: () => "Timeout: request did not complete within the allotted duration",
};

const REASONS: { readonly [K in ApiErrorKind]: ApiErrorReason } = {
  internal: "InternalError",
  conflict: "Conflict",
  notfound: "NotFound",
  forbidden: "Forbidden",
  timeout: "Timeout",
};

/** The verb of a request for API clients and faults. */
export function apiVerbOf(verb: Verb): ApiVerb {
  return VERBS[verb];
}

/** A check that fails the calls that match a fault; `undefined` if there are no faults. */
export function faultCheck(faults: readonly ApiFault[] | undefined): FaultCheck | undefined {
  if (faults === undefined || faults.length === 0) return undefined;
  return (request, timeMs) => {
    const verb = VERBS[request.verb];
    const fault = faults.find(
      ({ fromMs, toMs, verb: failing, resource }) =>
        fromMs <= timeMs && timeMs < toMs && failing === verb && resource === requestedResource(request),
    );
    return fault === undefined ? undefined : errorOf(fault, request);
  };
}

function errorOf({ error, message }: ApiFault, request: Request): ApiError {
  return { reason: REASONS[error], message: message ?? WORDS[error](refusedBy(request)) };
}

/** Resource and name of a request in messages of Kubernetes. */
function refusedBy(request: Request): Refused {
  const resource = request.resource === "jobs" ? JOB.qualifiedResource : requestedResource(request);
  if (request.resource === "pods" && request.verb === "create") return { resource, name: request.pod.generateName };
  return { resource, name: "name" in request ? request.name : "" };
}
