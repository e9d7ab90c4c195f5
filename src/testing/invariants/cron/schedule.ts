/** The schedule of a CronJob, read apart from its controller (semantics 14, section 6). */

import { parseSchedule } from "../../../api/schedule/parse-schedule.ts";
import type { Schedule } from "../../../api/schedule/schedule.ts";
import { loadZone } from "../../../api/schedule/zone.ts";
import type { CronJobSpec } from "../../../api/types.ts";

/** A zone within the text takes the place of `timeZone`; `undefined` if the text cannot be read. */
export function scheduleOf({ schedule, timeZone }: CronJobSpec): Schedule | undefined {
  const hasOwnZone = schedule.startsWith("TZ=") || schedule.startsWith("CRON_TZ=");
  const zone = hasOwnZone || timeZone === undefined || loadZone(timeZone) === undefined ? undefined : timeZone;
  const parsed = zone === undefined ? parseSchedule(schedule) : parseSchedule(schedule, zone);
  return "schedule" in parsed ? parsed.schedule : undefined;
}
