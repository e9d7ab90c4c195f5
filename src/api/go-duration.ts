/** Durations as Go has them: 64-bit nanoseconds that wrap round, and how they are printed. */

/** The most seconds whose nanoseconds fit into 64 bits. */
const MOST_SECONDS = 9_223_372_036;
const NANOSECONDS = 1_000_000_000n;
/** The largest 64-bit number; as a number of JavaScript's it reads as 2^63. */
const MOST_INT64 = 2n ** 63n - 1n;

/**
 * `time.Duration(seconds) * time.Second`, in milliseconds.
 *
 * More than about 292 years wrap round: what was meant as "never" may lie in the past.
 *
 * @param seconds a whole number of 64 bits
 * @returns whole milliseconds, rounded up: the first at which so much time has passed
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
 * A duration in a message.
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
