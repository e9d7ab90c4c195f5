/** Jobs that a CronJob lists as active are active (semantics 14, section 4). */

import { finishedType } from "../../../api/finished-job.ts";
import type { Invariant } from "../invariant.ts";
import { watchCronJobs } from "./cron-ledger.ts";

/** Whatever failed is retried, and each change of a Job triggers a sync: in the end the list is true. */
export const activeTrue: Invariant = {
  id: "cron-active-true",
  sentence: "In the end a CronJob lists no Job as active that has finished or is gone.",
  source: "docs/semantics/14-cronjob.md, section 4; Kubernetes issues 108023",
  liveness: true,
  watch: watchCronJobs((cronJobs, ledger) => ({
    end(report) {
      if (ledger.busy) return;
      for (const { gone, cronJob, jobs } of cronJobs.byUid.values()) {
        if (gone) continue;
        report.armed();
        for (const { name = "", uid = "" } of cronJob.status.active ?? []) {
          const job = jobs.get(uid);
          const type = job === undefined ? "gone" : finishedType(job);
          if (type === undefined) continue;
          report({ message: `${cronJob.metadata.name} lists ${name} as active, which is ${type}` });
        }
      }
    },
  })),
};
