/** Instants and spans of virtual time as reports show them. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * Prints a span to the millisecond, without leading units that are zero.
 *
 * @param ms whole milliseconds, 0 or more
 * @example
 * formatSpan(64_300); // "1m04.300s"
 */
export function formatSpan(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  const seconds = ((ms % MINUTE_MS) / SECOND_MS).toFixed(3);
  if (days > 0) return `${days}d${two(hours)}h${two(minutes)}m${seconds.padStart(6, "0")}s`;
  if (hours > 0) return `${hours}h${two(minutes)}m${seconds.padStart(6, "0")}s`;
  if (minutes > 0) return `${minutes}m${seconds.padStart(6, "0")}s`;
  return `${seconds}s`;
}

/** A span, without the fraction of a second if it is zero: `1m04s`, `30s`. */
export function formatShortSpan(ms: number): string {
  return formatSpan(ms).replace(".000s", "s");
}

/**
 * The clock at an instant as the timestamps of objects show it: whole seconds, with the date if a run is long.
 *
 * @param instantMs milliseconds since 1970
 */
export function formatClock(instantMs: number, withDate: boolean): string {
  const text = new Date(instantMs).toISOString();
  return withDate ? `${text.slice(5, 10)} ${text.slice(11, 19)}` : text.slice(11, 19);
}

/** Whether a run of this length needs dates to distinguish its instants. */
export function needsDate(endMs: number): boolean {
  return endMs >= DAY_MS;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
