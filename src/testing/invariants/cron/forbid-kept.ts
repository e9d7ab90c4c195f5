/** Forbid: no run alongside another (semantics 14, section 5). */

import type { Invariant } from "../invariant.ts";
import { isUpToDate, unfinishedActive, watchCronJobs } from "./cron-ledger.ts";

/** A Job that the CronJob does not list, because a write was lost, holds nothing back: Kubernetes goes by the list. */
export const forbidKept: Invariant = {
  id: "cron-forbid-kept",
  sentence: "Under Forbid a CronJob gets no Job while one that it lists as active is unfinished.",
  source: "docs/semantics/14-cronjob.md, section 5",
  watch: watchCronJobs((cronJobs, ledger) => ({
    entry(entry, report) {
      const record = cronJobs.makes(entry);
      if (record?.cronJob.spec.concurrencyPolicy !== "Forbid") return;
      if (!isUpToDate(ledger, record)) return report.excused();
      report.armed();
      const [busy, ...others] = unfinishedActive(record);
      if (busy === undefined) return;
      const message = `${record.cronJob.metadata.name} gets a Job while ${busy.metadata.name} is active`;
      report({ message, numbers: { active: others.length + 1 } });
    },
  })),
};
