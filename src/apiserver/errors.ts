/** The errors of the API server. */

import { aggregateMessage, type FieldError } from "../api/field-path.ts";
import type { AnyKind } from "../api/kinds/kind.ts";
import { JOB, POD } from "../api/kinds/workloads.ts";

/** Every {@link ApiErrorReason}. */
export const API_ERROR_REASONS = [
  "BadRequest",
  "NotFound",
  "AlreadyExists",
  "Conflict",
  "Invalid",
  "Forbidden",
  "InternalError",
  "Timeout",
  "TooManyRequests",
] as const;

/** The reason of an error, as in a `Status`. */
export type ApiErrorReason = (typeof API_ERROR_REASONS)[number];

/** The error that refuses a request. */
export interface ApiError {
  readonly reason: ApiErrorReason;
  /** The namespace is terminating, so nothing can be created in it (the cause `NamespaceTerminating`). */
  readonly isNamespaceTerminating?: boolean;
  /** Kubernetes' own message. */
  readonly message: string;
  /** The request took effect; only its response was lost. */
  readonly isAnswerLost?: boolean;
  /** A planned answer that a real server gives as well, so it is not a fault. */
  readonly isReal?: true;
  /** The request exceeds a ResourceQuota. */
  readonly isQuotaExceeded?: boolean;
  /** The violated rules of an `Invalid` answer. */
  readonly causes?: readonly FieldError[];
  /** The object that the details of an answer name, if any. */
  readonly about?: { readonly kind: KindNames; readonly name: string };
}

/** The object of an accepted request, or the error that refuses it. */
export type Result<T> = { readonly ok: true; readonly object: T } | { readonly ok: false; readonly error: ApiError };

export function accepted<T>(object: T): Result<T> {
  return { ok: true, object };
}

export function refused<T>(error: ApiError): Result<T> {
  return { ok: false, error };
}

/** The resources that have their own registries; other kinds are identified by their rows in the table. */
export type Resource = "jobs" | "pods";

/** The names of a kind that messages use. */
export type KindNames = Pick<AnyKind, "group" | "plural" | "kind" | "qualifiedResource">;

const OWN: { readonly [R in Resource]: KindNames } = { jobs: JOB, pods: POD };

function namesOf(of: Resource | KindNames): KindNames {
  return typeof of === "string" ? OWN[of] : of;
}

export function notFound(of: Resource | KindNames, name: string): ApiError {
  const kind = namesOf(of);
  return { reason: "NotFound", message: `${kind.qualifiedResource} "${name}" not found`, about: { kind, name } };
}

export function alreadyExists(of: Resource | KindNames, name: string): ApiError {
  const kind = namesOf(of);
  const message = `${kind.qualifiedResource} "${name}" already exists`;
  return { reason: "AlreadyExists", message, about: { kind, name } };
}

const MODIFIED = "the object has been modified; please apply your changes to the latest version and try again" as const;

/** A write based on something else than what is stored; `detail` says what differs, by default the resource version. */
export function conflict(of: Resource | KindNames, name: string, detail: string = MODIFIED): ApiError {
  const kind = namesOf(of);
  const message = `Operation cannot be fulfilled on ${kind.qualifiedResource} "${name}": ${detail}`;
  return { reason: "Conflict", message, about: { kind, name } };
}

export function invalid(of: Resource | KindNames, name: string, causes: readonly FieldError[]): ApiError {
  const kind = namesOf(of);
  const qualified = kind.group === "" ? kind.kind : `${kind.kind}.${kind.group}`;
  const message = `${qualified} "${name}" is invalid: ${aggregateMessage(causes)}`;
  return { reason: "Invalid", message, causes, about: { kind, name } };
}

export function badRequest(message: string): ApiError {
  return { reason: "BadRequest", message };
}

export function forbidden(of: Resource | KindNames, name: string, detail: string): ApiError {
  const kind = namesOf(of);
  const object = name === "" ? kind.qualifiedResource : `${kind.qualifiedResource} "${name}"`;
  const message = `${object} is forbidden: ${detail}`;
  return { reason: "Forbidden", message, about: { kind, name } };
}
