/** A CronJob that is suspended, or being deleted, makes no Jobs (semantics 14, sections 5 and 9). */

import type { Invariant } from "../invariant.ts";
import { isUpToDate, watchCronJobs } from "./cron-ledger.ts";

export const suspensionKept: Invariant = {
  id: "cron-suspension-kept",
  sentence: "A CronJob that is suspended, or whose deletion was asked for, gets no Job for its schedule.",
  source: "docs/semantics/14-cronjob.md, sections 5 and 9",
  watch: watchCronJobs((cronJobs, ledger) => ({
    entry(entry, report) {
      const record = cronJobs.makes(entry);
      if (record === undefined) return;
      if (!isUpToDate(ledger, record)) return report.excused();
      report.armed();
      const { deletedSinceMs, cronJob } = record;
      const { name } = cronJob.metadata;
      if (cronJob.spec.suspend === true) report({ message: `${name} gets a Job though it is suspended` });
      else if (deletedSinceMs !== undefined && (ledger.knownAfterMs === 0 || ledger.isKnown(deletedSinceMs))) {
        report({ message: `${name} gets a Job though it is being deleted` });
      }
    },
  })),
};
