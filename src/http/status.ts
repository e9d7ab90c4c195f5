/** The one place where answers with an error are made: Kubernetes' `Status` objects. */

import { aggregateMessage, type FieldError, formatPath } from "../api/field-path.ts";
import type { JsonObject } from "../api/json.ts";
import type { ApiError, ApiErrorReason } from "../apiserver/errors.ts";

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  readonly retryAfterSeconds?: number;
}

/** An answer other than success; thrown by handlers, and written by the one place that catches it. */
export class HttpError extends Error {
  readonly code: number;
  readonly reason: string | undefined;
  readonly details: StatusDetails | undefined;

  constructor(code: number, reason: string | undefined, message: string, details?: StatusDetails) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The `Status` object that clients read. */
  toStatus(): JsonObject {
    return {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: this.message,
      ...(this.reason === undefined ? {} : { reason: this.reason }),
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    };
  }
}

/** The `Status` that says that an object is gone. */
export function deletedStatus(details: StatusDetails): JsonObject {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details };
}

export function badRequest(message: string): HttpError {
  return new HttpError(400, "BadRequest", message);
}

export function methodNotAllowed(): HttpError {
  return new HttpError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {});
}

export function unsupportedMediaType(message: string, details?: StatusDetails): HttpError {
  return new HttpError(415, "UnsupportedMediaType", message, details);
}

export function tooLarge(message: string): HttpError {
  return new HttpError(413, "RequestEntityTooLarge", message);
}

/** A patch that can be applied and makes no object of the kind; the answer names no object either. */
export function invalidPatch(error: FieldError): HttpError {
  return new HttpError(422, "Invalid", ` "" is invalid: ${aggregateMessage([error])}`, { causes: causesOf([error]) });
}

/** A patch that is well formed and cannot be applied; Kubernetes does not say why. */
export function unprocessable(): HttpError {
  return new HttpError(422, "Invalid", "the server rejected our request due to an error in our request", {});
}

export function notFoundIn(group: string, resource: string, name: string): HttpError {
  const qualified = group === "" ? resource : `${resource}.${group}`;
  const details = { name, ...(group === "" ? {} : { group }), kind: resource };
  return new HttpError(404, "NotFound", `${qualified} "${name}" not found`, details);
}

/** A path below a served version of a group that names no resource. */
export function unknownResource(): HttpError {
  return new HttpError(404, "NotFound", "the server could not find the requested resource", {});
}

/** A watch or a list asks for a version that is no longer kept. */
export function expired(message: string): HttpError {
  return new HttpError(410, "Expired", message);
}

/** A request for a version that does not exist yet. */
export function versionTooLarge(requested: number, current: number): HttpError {
  return new HttpError(504, "Timeout", `Timeout: Too large resource version: ${requested}, current: ${current}`, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    retryAfterSeconds: 1,
  });
}

/** A request that was taken only so far. */
export function outOfTime(message: string): HttpError {
  return new HttpError(504, "Timeout", message, {});
}

/** Query parameters or a body with options that break their rules. */
export function invalidOptions(kind: string, errors: readonly FieldError[]): HttpError {
  const group = "meta.k8s.io";
  return new HttpError(422, "Invalid", `${kind}.${group} "" is invalid: ${aggregateMessage(errors)}`, {
    group,
    kind,
    causes: causesOf(errors),
  });
}

const CODES: { readonly [R in ApiErrorReason]: number } = {
  BadRequest: 400,
  NotFound: 404,
  AlreadyExists: 409,
  Conflict: 409,
  Invalid: 422,
  Forbidden: 403,
  InternalError: 500,
  Timeout: 504,
  TooManyRequests: 429,
};

/** What a registry refused, as an answer. */
export function fromApiError({ reason, message, causes, about, isNamespaceTerminating }: ApiError): HttpError {
  if (about === undefined) return new HttpError(CODES[reason], reason, message);
  const { kind: of, name } = about;
  return new HttpError(CODES[reason], reason, message, {
    ...(name === "" ? {} : { name }),
    ...(of.group === "" ? {} : { group: of.group }),
    kind: causes === undefined ? of.plural : of.kind,
    ...(causes === undefined ? {} : { causes: causesOf(causes) }),
    ...(isNamespaceTerminating === true ? { causes: [NAMESPACE_TERMINATING] } : {}),
  });
}

/** By this cause, and not by words, clients know that nothing they try again will be taken. */
const NAMESPACE_TERMINATING = {
  reason: "NamespaceTerminating",
  message: "namespace is being terminated",
  field: "metadata.namespace",
};

function causesOf(errors: readonly FieldError[]) {
  return errors.map(({ reason, body, path }) => ({ reason, message: body, field: formatPath(path) }));
}
