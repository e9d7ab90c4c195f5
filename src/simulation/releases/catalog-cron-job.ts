/** Descriptions of the switches of the CronJob controller (semantics 14, section 11). */

import type { CronJobSwitches } from "../../controller/cronjob/switches.ts";
import type { SwitchDoc } from "./switch-doc.ts";

export const CRON_JOB_DOCS: { readonly [id in keyof CronJobSwitches]: SwitchDoc } = {
  historyCleanUp: {
    title: "When old Jobs of a CronJob are deleted",
    does:
      "first: at the beginning of each sync; a Job that ends above the limit is deleted without the Event " +
      "SawCompletedJob. last: after the start of a run, and not if that failed; if old Jobs have used up a quota, " +
      "none is ever deleted, and no run starts.",
    upstream: "kubernetes/kubernetes#119776",
  },
  scheduledTimestamp: {
    title: "The annotation batch.kubernetes.io/cronjob-scheduled-timestamp",
    does: "With yes, each Job of a CronJob has the time for which it was scheduled.",
    upstream: "kubernetes/enhancements#4026",
  },
  successNoted: {
    title: "When lastSuccessfulTime is written",
    does:
      "laterSync: the sync that removes a complete Job from the active list does not set lastSuccessfulTime, but the next " +
      "one does if the Job still exists, so never with successfulJobsHistoryLimit 0. sameSync: both in one write.",
    upstream: "kubernetes/kubernetes#122025",
    isUnconfirmed: true,
  },
  missedStartsText: {
    title: "Message about more than 100 missed starts",
    does: "counted: too many missed start times: N. plain: without the number, which is an estimate.",
    upstream: "kubernetes/kubernetes#118940",
  },
  completedJobText: {
    title: "Message about a Job that has ended",
    does: "Saw completed job: NAME, status: Complete, or … condition: Complete.",
    upstream: "kubernetes/kubernetes#123537",
    isUnconfirmed: true,
  },
};
