/** Each time of a schedule gets at most one Job (semantics 14, section 5). */

import { parseTimestamp } from "../../../api/timestamp.ts";
import type { Invariant } from "../invariant.ts";
import { isUpToDate, madeFor, watchCronJobs } from "./cron-ledger.ts";

/** Until the time is recorded a deleted Job is forgotten: a controller that died before its write creates it again. */
export const madeOnce: Invariant = {
  id: "cron-made-once",
  sentence: "A scheduled time at or before the last one that the CronJob has recorded gets no further Job.",
  source: "docs/semantics/14-cronjob.md, sections 5 and 6",
  watch: watchCronJobs((cronJobs, ledger) => ({
    entry(entry, report) {
      const record = cronJobs.makes(entry);
      const timeMs = entry.kind === "commit" && entry.resource === "jobs" ? madeFor(entry.object) : undefined;
      if (record === undefined || timeMs === undefined || ledger.strays) return;
      report.armed();
      const { lastScheduleTime } = record.cronJob.status;
      const isNoted = lastScheduleTime !== undefined && timeMs <= parseTimestamp(lastScheduleTime);
      const twin = [...record.jobs.values()].find((job) => madeFor(job) === timeMs);
      if (twin !== undefined) {
        report({ message: `a second Job is made next to ${twin.metadata.name} for its time`, numbers: { timeMs } });
      } else if (isNoted && isUpToDate(ledger, record)) {
        const again = record.made.has(timeMs) ? "again" : "though a later time had its Job";
        report({ message: `a Job of ${record.cronJob.metadata.name} is made ${again}`, numbers: { timeMs } });
      }
    },
  })),
};
