/** The column AGE. */

import { humanDuration } from "../../api/human-duration.ts";

/** The age of something that began at a time; `<unknown>` if the time is unknown. */
export function ageOf(timestamp: string | undefined, nowMs: number): string {
  const since = timestamp === undefined || timestamp === "" ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(since) ? "<unknown>" : humanDuration(nowMs - since);
}
