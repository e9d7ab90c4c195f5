/**
 * Resource quantities such as `500m`, `1.5` or `2Gi`.
 *
 * A quantity is kept in billionths, the finest step of Kubernetes. Its text is canonical, as in the API server: with
 * the largest suffix that leaves a whole number, so `0.5` becomes `500m` and `1024Mi` becomes `1Gi`.
 */

type Notation = "decimal" | "binary" | "exponent";

/** A resource quantity. */
export interface Quantity {
  readonly billionths: bigint;
  readonly notation: Notation;
}

const PATTERN = /^([+-]?)([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?[0-9]{1,4}))?$/;
const DECIMAL_POWERS: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY_SUFFIXES = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const DECIMAL_SUFFIXES = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const BILLION = 1_000_000_000n;
const LARGEST = (2n ** 63n - 1n) * BILLION;

/** Parses a quantity; `undefined` if it is invalid. Fractions of a billionth are rounded away from zero. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, sign, number = "", suffix = "", exponent] = match;
  const binaryPower = suffix === "" ? 0 : BINARY_SUFFIXES.indexOf(suffix);
  const decimalPower = exponent === undefined ? (DECIMAL_POWERS[suffix] ?? 0) : Number(exponent);
  const [whole = "", fraction = ""] = number.split(".");
  const digits = BigInt(`0${whole}${fraction}`) * 1024n ** BigInt(Math.max(0, binaryPower));
  const power = decimalPower + 9 - fraction.length;
  const size = power >= 0 ? digits * 10n ** BigInt(power) : divideUp(digits, 10n ** BigInt(-power));
  const capped = size > LARGEST ? LARGEST : size;
  const notation = exponent !== undefined ? "exponent" : binaryPower > 0 ? "binary" : "decimal";
  return { billionths: sign === "-" ? -capped : capped, notation };
}

/** Rounds a quantity away from zero to thousandths, the finest step of a container's resources. */
export function roundUpToThousandths({ billionths, notation }: Quantity): Quantity {
  const size = divideUp(billionths < 0n ? -billionths : billionths, 1_000_000n) * 1_000_000n;
  return { billionths: billionths < 0n ? -size : size, notation };
}

/** Formats a quantity in canonical form. */
export function formatQuantity({ billionths, notation }: Quantity): string {
  if (billionths === 0n) return "0";
  const sign = billionths < 0n ? "-" : "";
  const size = billionths < 0n ? -billionths : billionths;
  const isWholeBinary = notation === "binary" && size >= 1024n * BILLION && size % BILLION === 0n;
  return sign + (isWholeBinary ? formatBinary(size / BILLION) : formatDecimal(size, notation === "exponent"));
}

function formatBinary(size: bigint): string {
  let step = 0;
  let rest = size;
  while (rest % 1024n === 0n && step < BINARY_SUFFIXES.length - 1) {
    rest /= 1024n;
    step++;
  }
  return `${rest}${BINARY_SUFFIXES[step]}`;
}

function formatDecimal(billionths: bigint, asExponent: boolean): string {
  let step = 0;
  let rest = billionths;
  while (rest % 1000n === 0n && step < DECIMAL_SUFFIXES.length - 1) {
    rest /= 1000n;
    step++;
  }
  if (!asExponent) return `${rest}${DECIMAL_SUFFIXES[step]}`;
  return step === 3 ? `${rest}` : `${rest}e${(step - 3) * 3}`;
}

function divideUp(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}
