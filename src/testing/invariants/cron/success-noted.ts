/** The last success that a CronJob notes (semantics 14, section 4). */

import { finishedType } from "../../../api/finished-job.ts";
import type { Invariant } from "../invariant.ts";
import { watchCronJobs } from "./cron-ledger.ts";

/** Each end of a Job brings a sync, and whatever failed is tried again. */
export const successNoted: Invariant = {
  id: "cron-success-noted",
  sentence: "In the end lastSuccessfulTime is no earlier than the completion of any Job that is there.",
  source: "docs/semantics/14-cronjob.md, section 4",
  liveness: true,
  watch: watchCronJobs((cronJobs, ledger) => ({
    end(report) {
      if (ledger.busy || !ledger.running) return;
      for (const { gone, cronJob, jobs } of cronJobs.byUid.values()) {
        const { lastSuccessfulTime: noted = "" } = cronJob.status;
        if (!gone) report.armed();
        const missed = [...jobs.values()].find(
          (job) => finishedType(job) === "Complete" && (job.status.completionTime ?? "") > noted,
        );
        if (gone || missed === undefined) continue;
        const { name } = cronJob.metadata;
        report({
          message: `${name} notes "${noted}" as its last success, and ${missed.metadata.name} succeeded later`,
        });
      }
    },
  })),
};
