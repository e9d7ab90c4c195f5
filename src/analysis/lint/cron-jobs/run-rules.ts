/** JS306 to JS310: when runs start, how they get in each other's way, and what is kept of them. */

import { nextTimeMs } from "../../../api/schedule/next-time.ts";
import { inSpec } from "../rule.ts";
import type { CronRule } from "./cron-rule.ts";

/** Up to 1.20 the controller looked every ten seconds; many files still contain advice from then. */
const SHORT_DEADLINE_S = 10;

export const shortStartingDeadline: CronRule = {
  id: "JS306",
  severity: "danger",
  title: "a run is lost if the controller is a few seconds late",
  why:
    "A run that could not start within startingDeadlineSeconds is skipped without an Event. A restart or " +
    "an upgrade of the control plane takes longer than that; with 0 no run ever starts, because the controller  " +
    "acts a tenth of a second after the scheduled time.",
  advice: "Allow at least a minute, or leave the field out if a late run is better than none.",
  validity: {},
  check({ cronJob }) {
    const { startingDeadlineSeconds: seconds } = cronJob.spec;
    if (seconds === undefined || seconds >= SHORT_DEADLINE_S) return [];
    const message = seconds === 0 ? "no scheduled run ever starts" : `a run that is ${seconds}s late does not start`;
    return [{ path: inSpec("startingDeadlineSeconds"), message, change: "startingDeadlineSeconds: 200" }];
  },
};

export const blockedByHanging: CronRule = {
  id: "JS307",
  severity: "danger",
  title: "one Job that hangs stops all later runs",
  why:
    "Under Forbid no run starts while one is active, and a Job without activeDeadlineSeconds is active for as " +
    "long as its pod hangs.",
  advice: "Give the Job in the template a deadline.",
  validity: {},
  check({ cronJob }) {
    const { concurrencyPolicy, jobTemplate } = cronJob.spec;
    const { activeDeadlineSeconds: ofJob, template } = jobTemplate.spec;
    if (concurrencyPolicy !== "Forbid" || ofJob !== undefined) return [];
    if (template.spec.activeDeadlineSeconds !== undefined) return [];
    const message = "concurrencyPolicy is Forbid, and nothing ends a hanging Job";
    return [
      { path: inSpec("jobTemplate", "spec", "activeDeadlineSeconds"), message, change: "activeDeadlineSeconds: 3600" },
    ];
  },
};

export const runsOverInterval: CronRule = {
  id: "JS308",
  severity: "danger",
  title: "runs take longer than the time between them",
  why:
    "Under Forbid every other run is skipped or late, under Replace none ever completes, under Allow they " +
    "pile up.",
  advice: "Run it less often, or make runs shorter.",
  validity: {},
  check({ cronJob, schedule, fromMs, runMs = 0 }) {
    const firstMs = nextTimeMs(schedule, fromMs);
    const gapMs = nextTimeMs(schedule, firstMs) - firstMs;
    if (gapMs <= 0 || runMs < gapMs) return [];
    const effect = {
      Forbid: "runs are skipped",
      Replace: "each run is replaced before it is done",
      Allow: "runs pile up",
    };
    const message = `a pod runs for ${runMs / 1000}s, the next run is due after ${gapMs / 1000}s: ${effect[cronJob.spec.concurrencyPolicy ?? "Allow"]}`;
    return [{ path: inSpec("schedule"), message }];
  },
};

export const noZone: CronRule = {
  id: "JS309",
  severity: "advice",
  title: "the schedule is in the controller's time zone",
  why:
    "Without timeZone the hours of the schedule are those of kube-controller-manager, which is nearly always " +
    "UTC, not those of the people who read it.",
  advice: "Set spec.timeZone, if only to Etc/UTC.",
  validity: {},
  check({ cronJob, schedule }) {
    if (cronJob.spec.timeZone !== undefined || schedule.kind !== "clock") return [];
    if (schedule.hours.every((matches) => matches === 1)) return [];
    return [
      {
        path: inSpec("timeZone"),
        message: "hours are those of kube-controller-manager, usually UTC",
        change: "timeZone: Etc/UTC",
      },
    ];
  },
};

export const nothingKept: CronRule = {
  id: "JS310",
  severity: "danger",
  title: "no finished runs are kept",
  why:
    "A history limit of 0 deletes a Job, its pods and their logs as soon as the controller sees  " +
    "that it has finished; nobody can find out why a run failed.",
  advice: "Keep at least one failed Job.",
  validity: {},
  check({ cronJob }) {
    if (cronJob.spec.failedJobsHistoryLimit !== 0) return [];
    const message = "a failed Job is gone with its logs as soon as it has failed";
    return [{ path: inSpec("failedJobsHistoryLimit"), message, change: "failedJobsHistoryLimit: 1" }];
  },
};
