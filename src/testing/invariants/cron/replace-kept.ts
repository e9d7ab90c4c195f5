/** Replace: a run replaces the one before (semantics 14, section 5). */

import type { Invariant } from "../invariant.ts";
import { isUpToDate, unfinishedActive, watchCronJobs } from "./cron-ledger.ts";

export const replaceKept: Invariant = {
  id: "cron-replace-kept",
  sentence: "Under Replace the unfinished Jobs that a CronJob lists as active are deleted before it gets another.",
  source: "docs/semantics/14-cronjob.md, section 5",
  watch: watchCronJobs((cronJobs, ledger) => ({
    entry(entry, report) {
      const record = cronJobs.makes(entry);
      if (record?.cronJob.spec.concurrencyPolicy !== "Replace") return;
      if (!isUpToDate(ledger, record)) return report.excused();
      report.armed();
      const [left] = unfinishedActive(record);
      if (left === undefined) return;
      report({ message: `${record.cronJob.metadata.name} gets a Job next to ${left.metadata.name}` });
    },
  })),
};
