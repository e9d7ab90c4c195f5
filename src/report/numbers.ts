/**
 * Prints a number with groups of three digits and at most three decimals, the same in every locale.
 *
 * @example
 * formatCount(1234567.5); // "1,234,567.5"
 */
export function formatCount(value: number): string {
  const [whole = "0", fraction] = String(Math.round(value * 1000) / 1000).split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
