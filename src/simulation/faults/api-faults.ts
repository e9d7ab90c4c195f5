/** Calls of the Job controller that are made to fail. */

import type { ApiError } from "../../apiserver/errors.ts";
import type { Verb } from "../../apiserver/log.ts";
import { requestedResource } from "../../apiserver/requests.ts";
import type { FaultCheck } from "../../controller/process.ts";
import type { ApiErrorKind, ApiFault, ApiVerb } from "../plan.ts";

const VERBS: { readonly [V in Verb]: ApiVerb | undefined } = {
  get: undefined,
  list: undefined,
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

const ERRORS: { readonly [K in ApiErrorKind]: ApiError } = {
  internal: { reason: "InternalError", message: "Internal error occurred: injected fault" },
  conflict: { reason: "Conflict", message: "Operation cannot be fulfilled: injected fault" },
  notfound: { reason: "NotFound", message: "not found: injected fault" },
  forbidden: { reason: "Forbidden", message: "forbidden: exceeded quota: injected fault" },
  timeout: { reason: "Timeout", message: "request timed out: injected fault" },
};

/** The verb under which API clients and faults know a request; `undefined` for a read. */
export function apiVerbOf(verb: Verb): ApiVerb | undefined {
  return VERBS[verb];
}

/** A check that fails the calls that a plan's faults name, or `undefined` where there are none. */
export function faultCheck(faults: readonly ApiFault[] | undefined): FaultCheck | undefined {
  if (faults === undefined || faults.length === 0) return undefined;
  return (request, timeMs) => {
    const verb = VERBS[request.verb];
    const fault = faults.find(
      ({ fromMs, toMs, verb: failing, resource }) =>
        fromMs <= timeMs && timeMs < toMs && failing === verb && resource === requestedResource(request),
    );
    return fault === undefined ? undefined : ERRORS[fault.error];
  };
}
