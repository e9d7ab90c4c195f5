/** Instants in the local time of a zone. */

import { loadZone } from "../../api/schedule/zone.ts";

/**
 * Date, hours and minutes, and seconds unless they are 0.
 *
 * @param instantMs milliseconds since 1970
 * @param timeZone UTC if absent
 */
export function wallText(instantMs: number, timeZone: string | undefined): string {
  const offset = loadZone(timeZone ?? "")?.offsetAt(Math.floor(instantMs / 1000)) ?? 0;
  const text = new Date(instantMs + offset * 1000).toISOString();
  const seconds = text.slice(16, 19);
  return `${text.slice(0, 10)} ${text.slice(11, 16)}${seconds === ":00" ? "" : seconds}`;
}
