/** The text of JSON values that hold 64-bit integers. */

/** How JavaScript prints 2^63, which the largest 64-bit integer reads as, and the smallest one. */
const ROUNDED = String(2 ** 63);
const EXACT: ReadonlyMap<string, string> = new Map([
  [ROUNDED, "9223372036854775807"],
  [`-${ROUNDED}`, "-9223372036854775808"],
]);
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** A number as text; the limits of 64-bit integers to the digit. */
export function numberText(value: number): string {
  const text = String(value);
  return EXACT.get(text) ?? text;
}

/**
 * `JSON.stringify`, with the limits of 64-bit integers to the digit: as JavaScript prints them, Go's decoders refuse
 * them.
 *
 * @param indent spaces for each level; none for one line
 */
export function jsonText(value: unknown, indent = 0): string {
  const text = JSON.stringify(value, undefined, indent);
  return text.includes(ROUNDED) ? text.replace(STRING_OR_NUMBER, (token) => EXACT.get(token) ?? token) : text;
}
