/** Rules about resource claims of pods and containers (core validation, `validatePodResourceClaims` and similar). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import type { PodSpec } from "../../types.ts";
import { duplicate, invalid, invalidEach, notFound, required } from "../errors.ts";
import { resourceClaimValue } from "../go-structs.ts";
import { checkDnsLabel, checkDnsSubdomain } from "../names.ts";
import { listOf, textOf } from "../parts.ts";

const SOURCES = ["resourceClaimName", "resourceClaimTemplateName"];

/** Validates the claims of a pod: each has a unique name and one source. */
export function validateResourceClaims(spec: PodSpec, path: FieldPath): FieldError[] {
  const names = new Set<string>();
  return listOf(spec, "resourceClaims").flatMap((claim, i) => {
    const name = textOf(claim, "name");
    const namePath = [...path, i, "name"];
    const errors: FieldError[] = [];
    if (name === "") errors.push(required(namePath));
    else if (names.has(name)) errors.push(duplicate(namePath, name));
    else errors.push(...invalidEach(namePath, name, checkDnsLabel(name)));
    names.add(name);
    return [...errors, ...validateClaimSource(claim, [...path, i])];
  });
}

function validateClaimSource(claim: JsonObject, path: FieldPath): FieldError[] {
  const given = SOURCES.filter((field) => claim[field] !== undefined);
  const errors: FieldError[] = [];
  if (given.length > 1) {
    const detail = "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified";
    errors.push(invalid(path, resourceClaimValue(claim), detail));
  } else if (given.length === 0) {
    const detail = "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`";
    errors.push(invalid(path, resourceClaimValue(claim), detail));
  }
  for (const field of given) {
    const name = textOf(claim, field);
    errors.push(...invalidEach([...path, field], name, checkDnsSubdomain(name)));
  }
  return errors;
}

/**
 * Validates the claims that a container uses: claims of its pod, each once, or each of its requests once
 * (`validateResourceClaimNames`).
 */
export function validateClaimNames(resources: JsonObject, claims: ReadonlySet<string>, path: FieldPath): FieldError[] {
  const used = new Set<string>();
  return listOf(resources, "claims").flatMap((claim, i) => {
    const [name, request] = [textOf(claim, "name"), textOf(claim, "request")];
    const claimPath = [...path, i];
    if (name === "") return [required(claimPath)];
    const errors = validateUse(name, request, used, claimPath);
    if (!claims.has(name)) errors.push(unknownClaim(name, claims, claimPath));
    return errors;
  });
}

function validateUse(name: string, request: string, used: Set<string>, path: FieldPath): FieldError[] {
  if (used.has(name)) return [duplicate(path, name)];
  const key = request === "" ? name : `${name}/${request}`;
  const errors = request === "" ? [] : invalidEach([...path, "request"], request, checkDnsLabel(request));
  if (used.has(key)) errors.push(duplicate(path, key));
  else if (request === "") {
    for (const other of used) if (other.startsWith(`${name}/`)) errors.push(duplicate(path, name));
  }
  used.add(key);
  return errors;
}

function unknownClaim(name: string, claims: ReadonlySet<string>, path: FieldPath): FieldError {
  const names = claims.size === 0 ? " which is empty" : `: ${[...claims].sort().join(", ")}`;
  const error = notFound(path, name);
  return { ...error, body: `${error.body}: must be one of the names in pod.spec.resourceClaims${names}` };
}
