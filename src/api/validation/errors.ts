/** Errors of API validation with Kubernetes' exact messages (`field.Error`). */
import type { FieldError, FieldPath } from "../field-path.ts";
import { printValue, quote } from "./values.ts";

/** The detail for a number that must not be negative. */
export const NON_NEGATIVE = "must be greater than or equal to 0";
/** The detail for a changed field that is immutable. */
export const IMMUTABLE = "field is immutable";

/** A missing value; `detail` says what is expected. */
export function required(path: FieldPath, detail = ""): FieldError {
  return { path, reason: "FieldValueRequired", body: detail === "" ? "Required value" : `Required value: ${detail}` };
}

/** A malformed value. */
export function invalid(path: FieldPath, value: unknown, detail: string): FieldError {
  return { path, reason: "FieldValueInvalid", body: `Invalid value: ${printValue(value)}: ${detail}` };
}

/** An invalid value that Kubernetes does not print, because it is large or several fields are wrong together. */
export function invalidUnprinted(path: FieldPath, detail: string): FieldError {
  return { path, reason: "FieldValueInvalid", body: `Invalid value: ${detail}` };
}

/** A value outside an enumeration; `supported` is listed in the given order. */
export function unsupported(path: FieldPath, value: unknown, supported: readonly string[]): FieldError {
  const body = `Unsupported value: ${printValue(value)}: supported values: ${supported.map(quote).join(", ")}`;
  return { path, reason: "FieldValueNotSupported", body };
}

/** A value that appears twice in a list. */
export function duplicate(path: FieldPath, value: unknown): FieldError {
  return { path, reason: "FieldValueDuplicate", body: `Duplicate value: ${printValue(value)}` };
}

/** A reference to something that does not exist. */
export function notFound(path: FieldPath, value: unknown): FieldError {
  return { path, reason: "FieldValueNotFound", body: `Not found: ${printValue(value)}` };
}

/** A valid value that is not allowed here. */
export function forbidden(path: FieldPath, detail: string): FieldError {
  return { path, reason: "FieldValueForbidden", body: `Forbidden: ${detail}` };
}

/** A text longer than `limit` bytes. */
export function tooLong(path: FieldPath, limit: number): FieldError {
  return { path, reason: "FieldValueTooLong", body: `Too long: may not be more than ${limit} bytes` };
}

/** A list of `actual` items of which only `limit` are allowed. */
export function tooMany(path: FieldPath, actual: number, limit: number): FieldError {
  return { path, reason: "FieldValueTooMany", body: `Too many: ${actual}: must have at most ${limit} items` };
}

/** The error for a negative number; an absent number is valid. */
export function checkNonNegative(value: number | undefined, path: FieldPath): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(path, value, NON_NEGATIVE)] : [];
}

/** One `invalid` error for each detail, such as the messages of a name check. */
export function invalidEach(path: FieldPath, value: unknown, details: readonly string[]): FieldError[] {
  return details.map((detail) => invalid(path, value, detail));
}
