/** What cannot start in time does not start (semantics 14, section 6). */

import type { Invariant } from "../invariant.ts";
import { isUndisturbed } from "../undisturbed.ts";
import { madeFor, watchCronJobs } from "./cron-ledger.ts";

/** Judged while nothing has gone wrong: the controller decides by its view, and a call may take its time. */
export const startingDeadlineKept: Invariant = {
  id: "cron-starting-deadline-kept",
  sentence: "A CronJob gets no Job for a time that is over for longer than its starting deadline.",
  source: "docs/semantics/14-cronjob.md, section 6",
  watch: watchCronJobs((cronJobs, ledger) => ({
    entry(entry, report) {
      const record = cronJobs.makes(entry);
      if (record === undefined || entry.kind !== "commit" || entry.resource !== "jobs") return;
      const { startingDeadlineSeconds: seconds } = record.cronJob.spec;
      const scheduledMs = madeFor(entry.object);
      if (seconds === undefined || scheduledMs === undefined) return;
      if (!isUndisturbed(ledger)) return report.excused();
      report.armed();
      const lateMs = ledger.instantMs(entry.timeMs) - scheduledMs;
      if (lateMs <= seconds * 1_000) return;
      const { name } = entry.object.metadata;
      const message = `${name} starts ${lateMs} ms after its time, and the starting deadline is ${seconds} s`;
      report({ message, numbers: { lateMs, seconds } });
    },
  })),
};
