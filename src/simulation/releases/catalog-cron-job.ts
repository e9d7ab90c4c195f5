/** Switches of the CronJob controller in words (semantics 14, section 11). */

import type { CronJobSwitches } from "../../controller/cronjob/switches.ts";
import type { SwitchDoc } from "./switch-doc.ts";

export const CRON_JOB_DOCS: { readonly [id in keyof CronJobSwitches]: SwitchDoc } = {
  historyCleanUp: {
    title: "When old Jobs of a CronJob are deleted",
    does:
      "first: before anything else, whatever happens then; a Job that ends above its limit is deleted without the " +
      "Event SawCompletedJob. last: after the start of a run, and not if that failed; with a quota that is used up " +
      "by old Jobs nothing is ever deleted, and nothing starts.",
    upstream: "kubernetes/kubernetes#119776",
  },
  scheduledTimestamp: {
    title: "The annotation batch.kubernetes.io/cronjob-scheduled-timestamp",
    does: "With yes, each Job that a CronJob makes says which time it was made for.",
    upstream: "kubernetes/enhancements#4026",
  },
  successNoted: {
    title: "When lastSuccessfulTime is written",
    does:
      "laterSync: the sync that takes a complete Job off the active list leaves lastSuccessfulTime alone, and the one " +
      "after it sets it, if the Job is still there: never with successfulJobsHistoryLimit 0. sameSync: both in one write.",
    upstream: "kubernetes/kubernetes#122025",
    isUnconfirmed: true,
  },
  missedStartsText: {
    title: "Words about more than 100 missed starts",
    does: "counted: too many missed start times: N. plain: the number, which is an estimate, is left out.",
    upstream: "kubernetes/kubernetes#118940",
  },
  completedJobText: {
    title: "Words about a Job that has ended",
    does: "Saw completed job: NAME, status: Complete, or … condition: Complete.",
    upstream: "kubernetes/kubernetes#123537",
    isUnconfirmed: true,
  },
};
