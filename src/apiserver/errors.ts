/** What a request is refused with. */

import { aggregateMessage, type FieldError } from "../api/field-path.ts";

export type ApiErrorReason =
  | "BadRequest"
  | "NotFound"
  | "AlreadyExists"
  | "Conflict"
  | "Invalid"
  | "Forbidden"
  | "InternalError"
  | "Timeout";

export interface ApiError {
  readonly reason: ApiErrorReason;
  /** Kubernetes' own words. */
  readonly message: string;
  /** The violated rules of an `Invalid` answer. */
  readonly causes?: readonly FieldError[];
  /** The object that an answer is about, where its details name one. */
  readonly about?: { readonly resource: Resource; readonly name: string };
}

export type Result<T> = { readonly ok: true; readonly object: T } | { readonly ok: false; readonly error: ApiError };

export function accepted<T>(object: T): Result<T> {
  return { ok: true, object };
}

export function refused<T>(error: ApiError): Result<T> {
  return { ok: false, error };
}

/** Kinds by resource, as messages name them. */
const QUALIFIED = { jobs: "jobs.batch", pods: "pods" } as const;
const KINDS = { jobs: "Job.batch", pods: "Pod" } as const;

export type Resource = keyof typeof QUALIFIED;

export function notFound(resource: Resource, name: string): ApiError {
  return { reason: "NotFound", message: `${QUALIFIED[resource]} "${name}" not found`, about: { resource, name } };
}

export function alreadyExists(resource: Resource, name: string): ApiError {
  const message = `${QUALIFIED[resource]} "${name}" already exists`;
  return { reason: "AlreadyExists", message, about: { resource, name } };
}

const MODIFIED = "the object has been modified; please apply your changes to the latest version and try again" as const;

/** A write onto something else than what is stored; `detail` says what differs, by default the resource version. */
export function conflict(resource: Resource, name: string, detail: string = MODIFIED): ApiError {
  const message = `Operation cannot be fulfilled on ${QUALIFIED[resource]} "${name}": ${detail}`;
  return { reason: "Conflict", message, about: { resource, name } };
}

export function invalid(resource: Resource, name: string, causes: readonly FieldError[]): ApiError {
  const message = `${KINDS[resource]} "${name}" is invalid: ${aggregateMessage(causes)}`;
  return { reason: "Invalid", message, causes, about: { resource, name } };
}
