/** What a request is refused with. */

import { aggregateMessage, type FieldError } from "../api/field-path.ts";
import type { AnyKind } from "../api/kinds/kind.ts";
import { JOB, POD } from "../api/kinds/workloads.ts";

export type ApiErrorReason =
  | "BadRequest"
  | "NotFound"
  | "AlreadyExists"
  | "Conflict"
  | "Invalid"
  | "Forbidden"
  | "InternalError"
  | "Timeout"
  | "TooManyRequests";

export interface ApiError {
  readonly reason: ApiErrorReason;
  /** The namespace is going: nothing can be created in it any more (the cause `NamespaceTerminating`). */
  readonly isNamespaceTerminating?: boolean;
  /** Kubernetes' own words. */
  readonly message: string;
  /** The request took effect, and only its answer was lost. */
  readonly isAnswerLost?: boolean;
  /** An answer that a real server gives as well, though it was planned: nothing that went wrong. */
  readonly isReal?: true;
  /** It goes beyond a ResourceQuota. */
  readonly isQuotaExceeded?: boolean;
  /** The violated rules of an `Invalid` answer. */
  readonly causes?: readonly FieldError[];
  /** The object that an answer is about, where its details name one. */
  readonly about?: { readonly kind: KindNames; readonly name: string };
}

export type Result<T> = { readonly ok: true; readonly object: T } | { readonly ok: false; readonly error: ApiError };

export function accepted<T>(object: T): Result<T> {
  return { ok: true, object };
}

export function refused<T>(error: ApiError): Result<T> {
  return { ok: false, error };
}

/** The resources that have registries of their own; other kinds are named by their rows. */
export type Resource = "jobs" | "pods";

/** What messages say of a kind. */
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

/** A write onto something else than what is stored; `detail` says what differs, by default the resource version. */
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
