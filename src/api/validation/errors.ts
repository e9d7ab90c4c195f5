/** Builds the errors of API validation with the exact words of Kubernetes (`field.Error`). */
import type { FieldError, FieldPath } from "../field-path.ts";
import { printValue, quote } from "./values.ts";

/** The detail of a number that must not be negative. */
export const NON_NEGATIVE = "must be greater than or equal to 0";
/** The detail of a changed field that may not change. */
export const IMMUTABLE = "field is immutable";

/** A missing value; `detail` says what is expected. */
export function required(path: FieldPath, detail = ""): FieldError {
  return { path, reason: "FieldValueRequired", body: detail === "" ? "Required value" : `Required value: ${detail}` };
}

/** A malformed value. */
export function invalid(path: FieldPath, value: unknown, detail: string): FieldError {
  return { path, reason: "FieldValueInvalid", body: `Invalid value: ${printValue(value)}: ${detail}` };
}

/** A malformed value that Kubernetes leaves out of the text, because it is large or the error lies between fields. */
export function invalidUnprinted(path: FieldPath, detail: string): FieldError {
  return { path, reason: "FieldValueInvalid", body: `Invalid value: ${detail}` };
}

/** A value outside of an enumeration; `supported` is listed in the given order. */
export function unsupported(path: FieldPath, value: unknown, supported: readonly string[]): FieldError {
  const body = `Unsupported value: ${printValue(value)}: supported values: ${supported.map(quote).join(", ")}`;
  return { path, reason: "FieldValueNotSupported", body };
}

/** A value that stands in a list twice. */
export function duplicate(path: FieldPath, value: unknown): FieldError {
  return { path, reason: "FieldValueDuplicate", body: `Duplicate value: ${printValue(value)}` };
}

/** A reference to something that is not there. */
export function notFound(path: FieldPath, value: unknown): FieldError {
  return { path, reason: "FieldValueNotFound", body: `Not found: ${printValue(value)}` };
}

/** A value that is fine by itself but not allowed here. */
export function forbidden(path: FieldPath, detail: string): FieldError {
  return { path, reason: "FieldValueForbidden", body: `Forbidden: ${detail}` };
}

/** A text longer than `limit` bytes. */
export function tooLong(path: FieldPath, limit: number): FieldError {
  return { path, reason: "FieldValueTooLong", body: `Too long: may not be more than ${limit} bytes` };
}

/** A list of `actual` entries where `limit` are allowed. */
export function tooMany(path: FieldPath, actual: number, limit: number): FieldError {
  return { path, reason: "FieldValueTooMany", body: `Too many: ${actual}: must have at most ${limit} items` };
}

/** The error of a negative number, if it is one; an absent number is fine. */
export function checkNonNegative(value: number | undefined, path: FieldPath): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(path, value, NON_NEGATIVE)] : [];
}

/** One `invalid` error for each detail, as for the messages of a name check. */
export function invalidEach(path: FieldPath, value: unknown, details: readonly string[]): FieldError[] {
  return details.map((detail) => invalid(path, value, detail));
}
