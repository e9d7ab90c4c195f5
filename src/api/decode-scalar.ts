/** Decodes single values as Go's JSON decoder does: strictly by type, with the ranges of Go's integers. */

import { describeJson, isJsonObject } from "./json.ts";
import { formatQuantity, parseQuantity } from "./quantity.ts";
import type { ScalarType } from "./schema/index.ts";
import { formatTimestamp } from "./timestamp.ts";

export type ScalarProblemKind = "wrongType" | "outOfRange" | "badFormat";

/** What a value must be: the types that people miss most often, by writing another one. */
export type ExpectedScalar = "text" | "wholeNumber";

/** Why a value is refused. */
export interface ScalarProblem {
  readonly kind: ScalarProblemKind;
  /** Completes a sentence that begins with the path. */
  readonly rule: string;
  readonly expected?: ExpectedScalar;
}

/** A value in canonical form, or a problem. */
export type ScalarResult = { readonly value: unknown } | ScalarProblem;

const INT32_MAX = 2 ** 31 - 1;
const INT64_LIMIT = 2 ** 63;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(?<fraction>\d+))?(?:Z|[+-]\d\d:\d\d)$/;

const readers: Readonly<Record<ScalarType, (value: unknown) => ScalarResult>> = {
  string: (value) => (typeof value === "string" ? { value } : { ...mustBe("a string", value), expected: "text" }),
  bool: (value) => (typeof value === "boolean" ? { value } : mustBe("true or false", value)),
  number: (value) => (typeof value === "number" ? { value } : mustBe("a number", value)),
  object: (value) => (isJsonObject(value) ? { value } : mustBe("an object", value)),
  int32: readInt32,
  int64: readInt64,
  intOrString: (value) => (typeof value === "string" ? { value } : readInt32(value, "a whole number or a string")),
  quantity: readQuantity,
  timestamp: readTimestamp,
  microTime: readMicroTime,
};

const zeros: Readonly<Partial<Record<ScalarType, unknown>>> = {
  string: "",
  bool: false,
  number: 0,
  int32: 0,
  int64: 0,
  intOrString: 0,
  quantity: "0",
};

/** Whether a type of the schema is a scalar. */
export function isScalarType(type: string): type is ScalarType {
  return Object.hasOwn(readers, type);
}

/** Decodes one value of a scalar type; the value is neither null nor undefined. */
export function readScalar(type: ScalarType, value: unknown): ScalarResult {
  return readers[type](value);
}

/** The zero value of a type in Go; `undefined` if JSON cannot express it (a time, a raw object). */
export function zeroOf(type: ScalarType): unknown {
  return zeros[type];
}

/** The problem of a value of another type. */
export function mustBe(what: string, value: unknown): ScalarProblem {
  return { kind: "wrongType", rule: `must be ${what}, not ${describeJson(value)}` };
}

function mustBeWhole(value: unknown, what = "a whole number"): ScalarProblem {
  return { ...mustBe(what, value), expected: "wholeNumber" };
}

function readInt32(value: unknown, what = "a whole number"): ScalarResult {
  if (typeof value !== "number" || !Number.isInteger(value)) return mustBeWhole(value, what);
  if (value >= -INT32_MAX - 1 && value <= INT32_MAX) return { value };
  return { kind: "outOfRange", rule: `must be between ${-INT32_MAX - 1} and ${INT32_MAX}, not ${value}` };
}

function readInt64(value: unknown): ScalarResult {
  if (typeof value !== "number" || !Number.isInteger(value)) return mustBeWhole(value);
  // JavaScript cannot represent the largest one, 2^63-1: it reads as 2^63.
  if (value >= -INT64_LIMIT && value <= INT64_LIMIT) return { value };
  return { kind: "outOfRange", rule: `must be between -2^63 and 2^63-1, not ${value}` };
}

function readQuantity(value: unknown): ScalarResult {
  if (typeof value !== "string" && typeof value !== "number") return mustBe("an amount such as 500m or 2Gi", value);
  const quantity = parseQuantity(String(value).trim());
  if (quantity !== undefined) return { value: formatQuantity(quantity) };
  return { kind: "badFormat", rule: `must be an amount such as 500m or 2Gi, not ${describeJson(value)}` };
}

function readTimestamp(value: unknown): ScalarResult {
  const example = "a time such as 2000-01-01T00:00:00Z";
  if (typeof value !== "string") return mustBe(example, value);
  const instantMs = RFC3339.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(instantMs)) return { value: formatTimestamp(instantMs) };
  return { kind: "badFormat", rule: `must be ${example}, not ${describeJson(value)}` };
}

/** Microseconds are kept, although milliseconds cannot represent them. */
function readMicroTime(value: unknown): ScalarResult {
  const read = readTimestamp(value);
  if (!("value" in read) || typeof value !== "string") return read;
  const fraction = RFC3339.exec(value)?.groups?.fraction ?? "";
  return { value: String(read.value).replace("Z", `.${fraction.slice(0, 6).padEnd(6, "0")}Z`) };
}
