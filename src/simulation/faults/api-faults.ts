/** Calls of the Job controller that are made to fail. */

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

/** What Kubernetes says where the scenario does not. */
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

/** The verb under which API clients and faults know a request. */
export function apiVerbOf(verb: Verb): ApiVerb {
  return VERBS[verb];
}

/** A check that fails the calls that a plan's faults name, or `undefined` if there are none. */
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

/** How the messages of Kubernetes call what a request is about. */
function refusedBy(request: Request): Refused {
  const resource = request.resource === "jobs" ? JOB.qualifiedResource : requestedResource(request);
  if (request.resource === "pods" && request.verb === "create") return { resource, name: request.pod.generateName };
  return { resource, name: "name" in request ? request.name : "" };
}
