/** Writes JSON with 64-bit integers. */

/** How JavaScript prints 2^63 (to which the largest 64-bit integer is rounded) and the smallest integer. */
const ROUNDED = String(2 ** 63);
const EXACT: ReadonlyMap<string, string> = new Map([
  [ROUNDED, "9223372036854775807"],
  [`-${ROUNDED}`, "-9223372036854775808"],
]);
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** A number as text; the limits of 64-bit integers are exact. */
export function numberText(value: number): string {
  const text = String(value);
  return EXACT.get(text) ?? text;
}

/**
 * `JSON.stringify` with exact limits of 64-bit integers: Go's decoders refuse the rounded ones that JavaScript prints.
 *
 * @param indent spaces for each level; 0 for one line
 */
export function jsonText(value: unknown, indent = 0): string {
  const text = JSON.stringify(value, undefined, indent);
  return text.includes(ROUNDED) ? text.replace(STRING_OR_NUMBER, (token) => EXACT.get(token) ?? token) : text;
}
