/** Parses paths of the REST API: resource, object and subresource. */

import { badRequest } from "./status.ts";

/** A parsed path. */
export interface RequestInfo {
  /** `""` for the core group. */
  readonly group: string;
  readonly version: string;
  /** Absent for all namespaces, and for cluster-scoped resources. */
  readonly namespace?: string;
  /** Plural name of the resource. */
  readonly resource: string;
  readonly name?: string;
  readonly subresource?: string;
  /** Whether the path is a legacy one below `/watch/`. */
  readonly isWatchPath: boolean;
}

/** Subresources of a namespace, which are not resources in it. */
const NAMESPACE_SUBRESOURCES = ["status", "finalize"];

/** Parses a path below `/api/` or `/apis/`; `undefined` if it is too short or too long to name a resource. */
export function parsePath(path: string): RequestInfo | undefined {
  const parts = path.split("/").slice(1).map(decodePart);
  const isCore = parts[0] === "api";
  const [group, version, rest] = isCore ? ["", parts[1], parts.slice(2)] : [parts[1] ?? "", parts[2], parts.slice(3)];
  if (version === undefined || (!isCore && parts[0] !== "apis")) return undefined;
  const isWatchPath = rest[0] === "watch";
  const found = parseResource(isWatchPath ? rest.slice(1) : rest);
  return found === undefined ? undefined : { group, version, isWatchPath, ...found };
}

type Target = Pick<RequestInfo, "namespace" | "resource" | "name" | "subresource">;

function parseResource(parts: readonly string[]): Target | undefined {
  const [first, second, third] = parts;
  if (first === undefined || first === "" || parts.includes("")) return undefined;
  const isNamespaced =
    first === "namespaces" && second !== undefined && third !== undefined && !NAMESPACE_SUBRESOURCES.includes(third);
  const [resource, name, subresource, ...more] = isNamespaced ? parts.slice(2) : parts;
  if (resource === undefined || more.length > 0) return undefined;
  return {
    ...(isNamespaced ? { namespace: second } : {}),
    resource,
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

/**
 * Decodes a part of a path.
 *
 * @throws HttpError 400 for an invalid escape
 */
export function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`invalid URL escape in ${JSON.stringify(part)}`);
  }
}
