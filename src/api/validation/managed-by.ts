/** The rule about `spec.managedBy`: a short domain-prefixed path (batch and core validation). */
import type { FieldError, FieldPath } from "../field-path.ts";
import { invalid, invalidEach, required, tooLong } from "./errors.ts";
import { anchored, byteLength, checkDnsSubdomain, patternDetail } from "./names.ts";

const MAX_BYTES = 63;
const URL_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const URL_PATH_PATTERN = anchored(URL_PATH);

/**
 * Validates the name of the controller that manages a Job.
 *
 * @param managedBy the value of the field, if any
 * @param path of the field
 */
export function validateManagedBy(managedBy: string | undefined, path: FieldPath): FieldError[] {
  if (managedBy === undefined) return [];
  const errors = checkDomainPrefixedPath(managedBy, path);
  if (byteLength(managedBy) > MAX_BYTES) errors.push(tooLong(path, MAX_BYTES));
  return errors;
}

function checkDomainPrefixedPath(value: string, path: FieldPath): FieldError[] {
  if (value === "") return [required(path)];
  const slash = value.indexOf("/");
  const domain = value.slice(0, Math.max(slash, 0));
  const urlPath = value.slice(slash + 1);
  if (domain === "" || urlPath === "") {
    return [invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const errors = invalidEach(path, domain, checkDnsSubdomain(domain));
  if (!URL_PATH_PATTERN.test(urlPath)) errors.push(invalid(path, urlPath, patternDetail("Invalid path", URL_PATH)));
  return errors;
}
