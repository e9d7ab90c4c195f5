/** Durations as in Go: 64-bit nanoseconds that wrap around, and their text. */

/** The largest number of seconds whose nanoseconds fit into 64 bits. */
const MOST_SECONDS = 9_223_372_036;
const NANOSECONDS = 1_000_000_000n;
/** The largest 64-bit integer; as a JavaScript number it reads as 2^63. */
const MOST_INT64 = 2n ** 63n - 1n;

/**
 * Converts seconds to milliseconds as `time.Duration(seconds) * time.Second` does.
 *
 * More than about 292 years wrap around, so a value that was meant as "never" may be in the past.
 *
 * @param seconds a 64-bit integer
 * @returns whole milliseconds, rounded up
 * @example
 * secondsToDurationMs(600); // 600000
 * secondsToDurationMs(9223372037); // negative
 */
export function secondsToDurationMs(seconds: number): number {
  if (Math.abs(seconds) <= MOST_SECONDS) return seconds * 1000;
  const given = BigInt(seconds);
  const nanoseconds = BigInt.asIntN(64, (given > MOST_INT64 ? MOST_INT64 : given) * NANOSECONDS);
  return Math.ceil(Number(nanoseconds) / 1e6);
}

/**
 * Formats a duration as Go prints it.
 *
 * @param durationMs whole milliseconds, 0 or more
 * @example
 * formatGoDuration(80_000); // "1m20s"
 */
export function formatGoDuration(durationMs: number): string {
  if (durationMs === 0) return "0s";
  if (durationMs < 1000) return `${durationMs}ms`;
  const hours = Math.floor(durationMs / 3_600_000);
  const minutes = Math.floor(durationMs / 60_000) % 60;
  const seconds = (durationMs % 60_000) / 1000;
  const parts = [hours > 0 ? `${hours}h` : "", hours > 0 || minutes > 0 ? `${minutes}m` : "", `${seconds}s`];
  return parts.join("");
}
