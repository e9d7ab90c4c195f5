/** Creates all error answers: Kubernetes' `Status` objects. */

import { aggregateMessage, type FieldError, formatPath } from "../api/field-path.ts";
import type { JsonObject } from "../api/json.ts";
import type { ApiError, ApiErrorReason } from "../apiserver/errors.ts";

/** Details of a `Status`. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  readonly retryAfterSeconds?: number;
}

/** An answer other than success; handlers throw it. */
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

  /** The `Status` object of the answer. */
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

/** The `Status` of a deleted object. */
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

/** A valid patch whose result is not a valid object of the kind; the answer does not name the object. */
export function invalidPatch(error: FieldError): HttpError {
  return new HttpError(422, "Invalid", ` "" is invalid: ${aggregateMessage([error])}`, { causes: causesOf([error]) });
}

/** A well-formed patch that cannot be applied; Kubernetes does not say why. */
export function unprocessable(): HttpError {
  return new HttpError(422, "Invalid", "the server rejected our request due to an error in our request", {});
}

export function notFoundIn(group: string, resource: string, name: string): HttpError {
  const qualified = group === "" ? resource : `${resource}.${group}`;
  const details = { name, ...(group === "" ? {} : { group }), kind: resource };
  return new HttpError(404, "NotFound", `${qualified} "${name}" not found`, details);
}

/** A path below a served group version that does not name a resource. */
export function unknownResource(): HttpError {
  return new HttpError(404, "NotFound", "the server could not find the requested resource", {});
}

/** A watch or a list requests a version that is no longer kept. */
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

/** A request that was only partly executed. */
export function outOfTime(message: string): HttpError {
  return new HttpError(504, "Timeout", message, {});
}

/** Invalid options in the query or the body. */
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

/** Converts an error of a registry to an answer. */
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

/** The error as controllers know it, who distinguish some reasons only. */
export function toApiError({ code, reason, message }: HttpError): Pick<ApiError, "reason" | "message"> {
  if (isKnownReason(reason)) return { reason, message };
  const ofCode = Object.keys(CODES).find((each) => isKnownReason(each) && CODES[each] === code);
  const otherwise = code >= 500 ? "InternalError" : "BadRequest";
  return { reason: isKnownReason(ofCode) ? ofCode : otherwise, message };
}

function isKnownReason(text: string | undefined): text is ApiErrorReason {
  return text !== undefined && Object.hasOwn(CODES, text);
}

/** From this cause, clients know that retries will fail. */
const NAMESPACE_TERMINATING = {
  reason: "NamespaceTerminating",
  message: "namespace is being terminated",
  field: "metadata.namespace",
};

function causesOf(errors: readonly FieldError[]) {
  return errors.map(({ reason, body, path }) => ({ reason, message: body, field: formatPath(path) }));
}
