/** Once faults stop the Job settles, and stays settled (semantics 04, section 8; 07, section 12). */

import { isFinished } from "../../api/finished-job.ts";
import { CRON_JOB } from "../../api/kinds/cron-job.ts";
import { type CronLedger, cronLedgerOf } from "./cron/cron-ledger.ts";
import { goesOn } from "./goes-on.ts";
import type { Invariant, Report } from "./invariant.ts";
import { isForeign, isSuspended } from "./job-reading.ts";
import { standstillDefect } from "./known-defects.ts";
import type { JobRecord, Ledger, PodRecord } from "./ledger.ts";
import { isMarked } from "./pod-reading.ts";

/** In the last part of a run nothing happens except retries that are refused. */
const QUIET_MS = 1_200_000;

/** Whether the Job has a reason to make no progress. */
function mayRest(ledger: Ledger, record: JobRecord): boolean {
  const { job, living } = record;
  if (record.tampered || isForeign(job) || isFinished(job) || !ledger.running) return true;
  if (isSuspended(job) || job.spec.parallelism === 0) return true;
  // A pod that never ends, or never starts, keeps its Job waiting.
  return living.size > 0;
}

/**
 * Whether the status can still reflect the pod: the status of a finished Job never changes (semantics 03, section 3).
 */
function canBeTold({ job }: JobRecord, { stray }: PodRecord): boolean {
  return !stray || !isFinished(job);
}

function checkCounts(record: JobRecord, report: Report): void {
  const { job } = record;
  const { status } = job;
  const living = [...record.living].filter((pod) => canBeTold(record, pod));
  const active = living.filter(({ pod }) => !isMarked(pod));
  const ready = active.filter(({ pod }) =>
    pod.status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"),
  ).length;
  const counts = [
    { name: "active", said: status.active, is: active.length },
    { name: "terminating", said: status.terminating, is: living.length - active.length },
    { name: "ready", said: status.ready, is: ready },
  ];
  for (const { name, said = 0, is } of counts) {
    if (said === is) continue;
    report({
      job: record,
      known: record.stuckBy,
      message: `status.${name} is ${said} at rest, and there are ${is} such pods`,
      numbers: { said, is },
    });
  }
}

/** Whether a schedule keeps making Jobs, so that controllers never rest. */
function hasOpenSchedule({ byUid }: CronLedger): boolean {
  return [...byUid.values()].some(({ gone, cronJob }) => !gone && cronJob.spec.suspend !== true);
}

/** Jobs come to rest. */
export const settled: Invariant = {
  id: "settled",
  liveness: true,
  sentence: "Once faults stop, every Job finishes or waits for its pods or its user, and nothing changes any more.",
  source: "docs/semantics/04-accounting.md, section 8; docs/semantics/07-conditions-and-lifecycle.md, section 12",
  watch(ledger) {
    const cronJobs = cronLedgerOf(ledger);
    return {
      entriesAfter: CRON_JOB.resource,
      entry: (entry) => cronJobs.before(entry),
      end(report) {
        cronJobs.settle();
        const quietMs = ledger.nowMs - ledger.controllerActedMs;
        if (goesOn(ledger)) return report.excused();
        if (quietMs < QUIET_MS && ledger.busy && !hasOpenSchedule(cronJobs)) {
          report({
            message: "the controllers still change objects at the end",
            numbers: { lastChangeMs: ledger.controllerActedMs },
          });
        }
        for (const record of ledger.jobs.values()) {
          if (record.gone) continue;
          report.armed();
          if (!mayRest(ledger, record)) {
            const { active = 0, succeeded = 0, failed = 0 } = record.job.status;
            report({
              job: record,
              known: standstillDefect(ledger, record),
              message: "the Job makes no progress, without pods and without an end",
              numbers: { active, succeeded, failed },
            });
          }
        }
      },
    };
  },
};

/** At rest the status says how many pods there are. */
export const countsTrue: Invariant = {
  id: "counts-true",
  liveness: true,
  sentence: "At rest active, ready and terminating are the numbers of such pods.",
  source: "docs/semantics/07-conditions-and-lifecycle.md, section 12; Kubernetes issues 121342, 125089, 139457",
  watch(ledger) {
    return {
      end(report) {
        if (goesOn(ledger)) return report.excused();
        for (const record of ledger.jobs.values()) {
          if (record.gone || record.tampered || isForeign(record.job) || !ledger.running) continue;
          report.armed();
          checkCounts(record, report);
        }
      },
    };
  },
};
