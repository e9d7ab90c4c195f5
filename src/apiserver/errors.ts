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
  return { reason: "NotFound", message: `${QUALIFIED[resource]} "${name}" not found` };
}

export function alreadyExists(resource: Resource, name: string): ApiError {
  return { reason: "AlreadyExists", message: `${QUALIFIED[resource]} "${name}" already exists` };
}

export function conflict(resource: Resource, name: string): ApiError {
  return {
    reason: "Conflict",
    message: `Operation cannot be fulfilled on ${QUALIFIED[resource]} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
  };
}

export function invalid(resource: Resource, name: string, causes: readonly FieldError[]): ApiError {
  return { reason: "Invalid", message: `${KINDS[resource]} "${name}" is invalid: ${aggregateMessage(causes)}`, causes };
}
