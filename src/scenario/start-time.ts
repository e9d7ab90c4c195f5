/** The instant at which a run begins, as people write it. */

import type { Checked } from "./checked.ts";

/** A date and a time, with a zone or in UTC; seconds may be left out. */
const START_TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Reads the instant at which a run begins.
 *
 * @param text RFC 3339; seconds, the zone (UTC) and the time (midnight) may be left out
 * @returns a whole second in milliseconds since 1970
 * @example
 * parseStartTime("2026-10-24T00:00Z"); // { value: 1792800000000 }
 */
export function parseStartTime(text: string): Checked<number> {
  const [whole, date = "", time = "00:00", zone = "Z"] = START_TIME.exec(text) ?? [];
  const instantMs = whole === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone}`);
  if (!Number.isNaN(instantMs)) return { value: instantMs };
  return { problem: "must be a date and a time such as 2026-10-24T00:00Z" };
}
