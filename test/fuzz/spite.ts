/** Values that programs trip over, as JSON or YAML texts may hold them. */

import fc from "fast-check";

/** Stands for a piece of text that is no JSON value: `raw("1e999")` is written without quotes. */
export function raw(text: string): string {
  return `@raw:${text}@`;
}

/** Marks a key that is written without its mark, and so stands twice in its object. */
export const TWIN = "\u0001";

/** Writes a value as JSON, with raw pieces and repeated keys. */
export function spitefulJson(value: unknown): string {
  return (JSON.stringify(value) ?? "null")
    .replaceAll(/"@raw:((?:[^"\\]|\\.)*?)@"/g, (_all, text: string) => text)
    .replaceAll("\\u0001", "");
}

const NUMBERS = [
  ...[
    0,
    -0,
    1,
    -1,
    2,
    0.5,
    -2.5,
    3600,
    65_536,
    100_001,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31),
    2 ** 32,
    2 ** 53,
    1e18,
    1e21,
  ],
  ...[Number.MAX_VALUE, Number.MIN_VALUE, 1e-7, 86_400_000, 8.64e15, 1e15],
];
const RAW_NUMBERS = [
  "-0",
  "1e999",
  "-1e999",
  "9223372036854775808",
  "18446744073709551616",
  "1.0",
  "1e3",
  "2147483648.0",
];
const NO_JSON = [
  "NaN",
  "Infinity",
  ".nan",
  ".inf",
  "0x1f",
  "0o17",
  "017",
  "1_000",
  "+1",
  "~",
  "undefined",
  "'a",
  "[",
  "}",
];

const WORDS = [
  ...[
    "",
    " ",
    "\n",
    "\u0000",
    "a".repeat(5_000),
    "ä",
    "日本",
    "\u{1F600}",
    "\ud800",
    "\udfff\ud800",
    "\u202e",
    "\ufeff",
    "\u2028",
  ],
  ...[
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "then",
    "length",
    "null",
    "true",
  ],
  ...["0", "-1", "1e3", "NaN", "Infinity", "0x10", "1s", "-1s", "1ms", "0s", "1000000h", "106751d", "1e9s", "0.0001ms"],
  ...[
    "never",
    "forever",
    "next",
    "0-3",
    "3-0",
    "0-",
    "-",
    "0,0,0",
    "1-2147483647",
    "99999999999",
    "%",
    "50%",
    "110%",
    "-5%",
  ],
  ...[
    "$" + "{i}",
    "${",
    "$" + "{param}",
    "..",
    "/",
    "../../etc/passwd",
    "*",
    "&a",
    "<<",
    "$patch",
    "$setElementOrder/containers",
  ],
  ...[
    "9999-12-31T23:59:59Z",
    "0000-00-00T00:00:00Z",
    "2000-13-40T99:99:99Z",
    "2000-01-01T00:00:00Z",
    "-000001-01-01T00:00:00Z",
  ],
  ...[
    "Never",
    "OnFailure",
    "Always",
    "Indexed",
    "NonIndexed",
    "FailIndex",
    "Failed",
    "TerminatingOrFailed",
    "1Gi",
    "1e400",
    "-1m",
  ],
  ...["(a+)+$", "^(?=", "[", "a,b", "a=b", "a in (b)", "!a", "Foreground", "Background", "Orphan"],
];

function nested(depth: number, inObjects: boolean): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = inObjects ? { a: value } : [value];
  return value;
}

/** A key, known or not, that may be one of JavaScript's own. */
export const spitefulKey = fc.constantFrom(
  ...WORDS.slice(0, 23),
  "spec",
  "metadata",
  "name",
  "kind",
  "status",
  "file",
  "include",
);

/** Any JSON value of the kinds that programs trip over. */
export const spitefulValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...NUMBERS) },
  { weight: 2, arbitrary: fc.constantFrom(...RAW_NUMBERS, ...NO_JSON).map(raw) },
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...WORDS) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], [{}], { a: null }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(12, 90, 101, 300).chain((depth) => fc.boolean().map((way) => nested(depth, way))),
  },
  { weight: 1, arbitrary: fc.constantFrom(7, 2_000).map((size) => Array.from({ length: size }, (_, i) => i)) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(spitefulKey, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
  { weight: 2, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.double() },
);
