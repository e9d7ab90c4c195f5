/** Durations in messages, as Go prints them. */

/**
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
