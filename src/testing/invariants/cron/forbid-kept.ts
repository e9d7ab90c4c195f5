/** Forbid: no run beside another (semantics 14, section 5). */

import { finishedType } from "../../../controller/cronjob/finished.ts";
import type { Invariant } from "../invariant.ts";
import { CRON_CONTROLLER, cronLedgerOf } from "./cron-ledger.ts";

/** A Job that the CronJob does not list, since a write was lost, holds nothing back: Kubernetes goes by the list. */
export const forbidKept: Invariant = {
  id: "cron-forbid-kept",
  sentence: "Under Forbid a CronJob gets no Job while one that it lists as active is unfinished.",
  source: "docs/semantics/14-cronjob.md, section 5",
  watch(ledger) {
    const cronJobs = cronLedgerOf(ledger);
    return {
      entry(entry, report) {
        const isNew = entry.kind === "commit" && entry.resource === "jobs" && entry.type === "ADDED";
        const record = isNew && entry.actor === CRON_CONTROLLER ? cronJobs.ofJob(entry.object) : undefined;
        if (isNew && record !== undefined && record.cronJob.spec.concurrencyPolicy === "Forbid") {
          const { active = [] } = record.cronJob.status;
          const busy = active.filter(({ uid = "" }) => {
            const job = record.jobs.get(uid);
            return job !== undefined && finishedType(job) === undefined;
          });
          const isKnown = ledger.isKnown(record.statusSinceMs) && ledger.isKnown(record.specSinceMs);
          if (busy.length > 0 && (isKnown || ledger.knownAfterMs === 0) && !ledger.strays) {
            const { name } = entry.object.metadata;
            report({ message: `${name} is made while ${busy[0]?.name} is active`, numbers: { active: busy.length } });
          }
        }
        cronJobs.take(entry);
      },
    };
  },
};
