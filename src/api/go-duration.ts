/** Durations as Kubernetes' own code computes them: 64-bit nanoseconds that wrap round. */

/** The most seconds whose nanoseconds fit into 64 bits. */
const MOST_SECONDS = 9_223_372_036;
const NANOSECONDS = 1_000_000_000n;

/**
 * `time.Duration(seconds) * time.Second`, in milliseconds.
 *
 * More than about 292 years wrap round: what was meant as "never" may lie in the past.
 *
 * @param seconds a whole number
 */
export function secondsToDurationMs(seconds: number): number {
  if (Math.abs(seconds) <= MOST_SECONDS) return seconds * 1000;
  return Number(BigInt.asIntN(64, BigInt(seconds) * NANOSECONDS)) / 1e6;
}
