/** Durations in Go's notation, such as `1h30m` or `1.5s`, with the error messages of `time.ParseDuration`. */

/** A duration in nanoseconds, or what is wrong with the text. */
export type ParsedDuration = { readonly nanoseconds: bigint } | { readonly problem: string };

const UNIT_NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
/** A duration is a signed 64-bit integer. */
const MOST = 2n ** 63n;

const UTF_8 = new TextEncoder();

/** Parses a duration. */
export function parseGoDuration(text: string): ParsedDuration {
  const invalid = { problem: `time: invalid duration ${goQuote(text)}` };
  const sign = /^[-+]/.exec(text)?.[0] ?? "";
  let rest = text.slice(sign.length);
  if (rest === "0") return { nanoseconds: 0n };
  if (rest === "") return invalid;
  let total = 0n;
  while (rest !== "") {
    const [whole = "", digits = "", fraction] = /^([0-9]*)(?:\.([0-9]*))?/.exec(rest) ?? [];
    if (digits === "" && (fraction ?? "") === "") return invalid;
    rest = rest.slice(whole.length);
    const unit = /^[^.0-9]*/.exec(rest)?.[0] ?? "";
    if (unit === "") return { problem: `time: missing unit in duration ${goQuote(text)}` };
    rest = rest.slice(unit.length);
    const perUnit = Object.hasOwn(UNIT_NANOSECONDS, unit) ? UNIT_NANOSECONDS[unit] : undefined;
    if (perUnit === undefined) {
      return { problem: `time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}` };
    }
    total += BigInt(digits === "" ? "0" : digits) * perUnit + fractionOf(fraction ?? "", perUnit);
    if (total > MOST) return invalid;
  }
  if (sign === "-") return { nanoseconds: -total };
  return total === MOST ? invalid : { nanoseconds: total };
}

function fractionOf(digits: string, perUnit: bigint): bigint {
  return digits === "" ? 0n : (BigInt(digits) * perUnit) / 10n ** BigInt(digits.length);
}

/** Quotes a text as Go's package time does: bytes outside printable ASCII become `\x..`. */
function goQuote(text: string): string {
  let quoted = "";
  for (const char of text) {
    if (char === '"' || char === "\\") quoted += `\\${char}`;
    else if (char >= " " && char < "\x80") quoted += char;
    else for (const byte of UTF_8.encode(char)) quoted += `\\x${byte.toString(16).padStart(2, "0")}`;
  }
  return `"${quoted}"`;
}
