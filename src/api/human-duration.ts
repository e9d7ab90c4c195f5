/** Durations as kubectl prints them in the columns DURATION and AGE: short ones with more precision. */

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;
const YEAR_S = 365 * DAY_S;

/**
 * Formats a duration as kubectl does.
 *
 * @param ms milliseconds
 * @example
 * humanDuration(125_000); // "2m5s"
 */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 2 * MINUTE_S) return `${seconds}s`;
  if (seconds < 10 * MINUTE_S) return pair(seconds, MINUTE_S, "m", 1, "s");
  if (seconds < 3 * HOUR_S) return `${Math.floor(seconds / MINUTE_S)}m`;
  if (seconds < 8 * HOUR_S) return pair(seconds, HOUR_S, "h", MINUTE_S, "m");
  if (seconds < 2 * DAY_S) return `${Math.floor(seconds / HOUR_S)}h`;
  if (seconds < 8 * DAY_S) return pair(seconds, DAY_S, "d", HOUR_S, "h");
  if (seconds < 2 * YEAR_S) return `${Math.floor(seconds / DAY_S)}d`;
  if (seconds < 8 * YEAR_S) return pair(seconds, YEAR_S, "y", DAY_S, "d");
  return `${Math.floor(seconds / YEAR_S)}y`;
}

function pair(seconds: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)}${largeUnit}${rest === 0 ? "" : `${rest}${smallUnit}`}`;
}
