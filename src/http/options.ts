/** The options of writes and deletes, from the query and from the body of a DELETE. */

import type { FieldError } from "../api/field-path.ts";
import { isJsonList, isJsonObject } from "../api/json.ts";
import { forbidden, invalid, required, tooLong, unsupported } from "../api/validation/errors.ts";
import type { Propagation } from "../apiserver/requests.ts";
import { integerOf, optionalFlagOf, textOf } from "./query.ts";
import { badRequest, invalidOptions } from "./status.ts";

/** How unknown and duplicate fields are handled. */
export type FieldValidation = "Ignore" | "Warn" | "Strict";
/** The kind of options of a write. */
export type WriteKind = "CreateOptions" | "UpdateOptions" | "PatchOptions";

/** The options of a write. */
export interface RequestOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
  /** Whether an apply takes over fields from other managers. */
  readonly force: boolean;
}

const VALIDATIONS = ["", "Ignore", "Strict", "Warn"] as const;
const MAX_MANAGER_BYTES = 128;

/**
 * Reads the options of a write.
 *
 * @param isApply whether it is a server-side apply, which needs a field manager
 * @throws HttpError 422 if the options are invalid
 */
export function readWriteOptions(kind: WriteKind, query: URLSearchParams, isApply = false): RequestOptions {
  const fieldManager = textOf(query, "fieldManager");
  const validation = textOf(query, "fieldValidation");
  const force = optionalFlagOf(query, "force");
  const errors: FieldError[] = [];
  if (isApply && fieldManager === "") errors.push(required(["fieldManager"], "is required for apply patch"));
  if (kind === "PatchOptions" && !isApply && force !== undefined) {
    errors.push(forbidden(["force"], "may not be specified for non-apply patch"));
  }
  errors.push(...checkManager(fieldManager), ...checkDryRun(query.getAll("dryRun")));
  const known = VALIDATIONS.find((value) => value === validation);
  if (known === undefined) errors.push(unsupported(["fieldValidation"], validation, VALIDATIONS));
  if (errors.length > 0) throw invalidOptions(kind, errors);
  return {
    dryRun: query.has("dryRun"),
    fieldManager,
    fieldValidation: known === undefined || known === "" ? "Warn" : known,
    force: force ?? false,
  };
}

function checkManager(manager: string): FieldError[] {
  const path = ["fieldManager"];
  if (Buffer.byteLength(manager) > MAX_MANAGER_BYTES) return [tooLong(path, MAX_MANAGER_BYTES)];
  return /[^\P{C}]/u.test(manager) ? [invalid(path, manager, "should only contain printable characters")] : [];
}

function checkDryRun(values: readonly string[]): FieldError[] {
  return values.every((value) => value === "All") ? [] : [unsupported(["dryRun"], values, ["All"])];
}

/** The options of a DELETE. */
export interface DeleteRequestOptions {
  readonly dryRun: boolean;
  readonly gracePeriodSeconds?: number;
  /** The propagation policy; absent if the client names none. */
  readonly propagation?: Propagation;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** The options of a DELETE before validation. */
interface GivenDeleteOptions {
  readonly dryRun: readonly string[];
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagationPolicy?: string | undefined;
  readonly orphanDependents?: boolean | undefined;
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
}

/**
 * Reads the options of a DELETE from its body or, if it has none, from the query.
 *
 * @param body the parsed body; `undefined` if there is none
 * @throws HttpError 400 for a body of another kind, 422 if the options are invalid
 */
export function readDeleteOptions(query: URLSearchParams, body: unknown): DeleteRequestOptions {
  const given = body === undefined ? fromQuery(query) : fromBody(body);
  const { propagationPolicy, orphanDependents, gracePeriodSeconds, uid, resourceVersion } = given;
  const errors = checkDelete(given);
  if (errors.length > 0) throw invalidOptions("DeleteOptions", errors);
  const fromPolicy = POLICIES.find((policy) => policy === propagationPolicy);
  const fromOrphan = orphanDependents === undefined ? undefined : orphanDependents ? "Orphan" : "Background";
  const propagation = fromPolicy ?? fromOrphan;
  return {
    dryRun: given.dryRun.length > 0,
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(propagation === undefined ? {} : { propagation }),
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}

const POLICIES = ["Foreground", "Background", "Orphan"] as const;

function checkDelete({ propagationPolicy, orphanDependents, dryRun }: GivenDeleteOptions): FieldError[] {
  const path = ["propagationPolicy"];
  const errors: FieldError[] = [];
  if (propagationPolicy !== undefined && orphanDependents !== undefined) {
    const detail = "orphanDependents and deletionPropagation cannot be both set";
    errors.push(invalid(path, propagationPolicy, detail));
  } else if (propagationPolicy !== undefined && !POLICIES.some((policy) => policy === propagationPolicy)) {
    errors.push(unsupported(path, propagationPolicy, [...POLICIES, "nil"]));
  }
  return [...errors, ...checkDryRun(dryRun)];
}

function fromQuery(query: URLSearchParams): GivenDeleteOptions {
  return {
    dryRun: query.getAll("dryRun"),
    gracePeriodSeconds: integerOf(query, "gracePeriodSeconds"),
    propagationPolicy: query.get("propagationPolicy") ?? undefined,
    orphanDependents: optionalFlagOf(query, "orphanDependents"),
  };
}

function fromBody(body: unknown): GivenDeleteOptions {
  if (!isJsonObject(body)) throw badRequest("the body of a DELETE must be DeleteOptions, an object");
  const { kind, dryRun, gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions } = body;
  if (kind !== undefined && kind !== "DeleteOptions") throw badRequest("kind of the body must be DeleteOptions");
  const held = preconditions ?? {};
  if (!isJsonObject(held)) throw badRequest("preconditions must be an object");
  const listed = dryRun ?? [];
  if (!isJsonList(listed)) throw badRequest("dryRun must be a list");
  return {
    dryRun: listed.map((value, i) => typed(value, "string", `dryRun[${i}]`) ?? ""),
    gracePeriodSeconds: typed(gracePeriodSeconds, "number", "gracePeriodSeconds"),
    propagationPolicy: typed(propagationPolicy, "string", "propagationPolicy"),
    orphanDependents: typed(orphanDependents, "boolean", "orphanDependents"),
    uid: typed(held.uid, "string", "preconditions.uid"),
    resourceVersion: typed(held.resourceVersion, "string", "preconditions.resourceVersion"),
  };
}

interface Scalars {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

function typed<K extends keyof Scalars>(value: unknown, type: K, field: string): Scalars[K] | undefined {
  if (value === undefined || value === null) return undefined;
  if (isScalar(value, type)) return value;
  throw badRequest(`${field} must be a ${type}`);
}

function isScalar<K extends keyof Scalars>(value: unknown, type: K): value is Scalars[K] {
  return typeof value === type && (type !== "number" || Number.isInteger(value));
}
