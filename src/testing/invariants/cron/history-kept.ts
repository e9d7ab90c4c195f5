/** History limits hold: Jobs above them are deleted, and no others (semantics 14, section 7). */

import { finishedType } from "../../../api/finished-job.ts";
import { parseTimestamp } from "../../../api/timestamp.ts";
import type { Job } from "../../../api/types.ts";
import type { Invariant } from "../invariant.ts";
import { isController, type Ledger } from "../ledger.ts";
import { isUndisturbed } from "../undisturbed.ts";
import { type CronJobRecord, watchCronJobs } from "./cron-ledger.ts";

/** Times in a status are whole seconds. */
const SECOND_MS = 1_000;

const LIMITS = [
  ["Complete", "successfulJobsHistoryLimit"],
  ["Failed", "failedJobsHistoryLimit"],
] as const;

/** A clean-up that failed waits for the next sync, which may never come: only undisturbed runs are judged. */
export const historyKept: Invariant = {
  id: "cron-history-kept",
  sentence: "A CronJob keeps as many finished Jobs as its limits allow: older ones are deleted, and no others.",
  source: "docs/semantics/14-cronjob.md, section 7",
  watch: watchCronJobs((cronJobs, ledger) => ({
    entry(entry, report) {
      const isDelete = entry.kind === "commit" && entry.resource === "jobs" && entry.verb === "delete";
      if (isDelete && isController(entry.actor) && isUndisturbed(ledger)) {
        const record = cronJobs.ofJob(entry.object);
        const type = finishedType(entry.object);
        const limit = LIMITS.find(([of]) => of === type);
        if (record !== undefined && limit !== undefined) {
          const [of, field] = limit;
          const kept = jobsThat(record, of).filter(({ metadata }) => metadata.uid !== entry.object.metadata.uid);
          const most = record.cronJob.spec[field] ?? Number.POSITIVE_INFINITY;
          const { name } = entry.object.metadata;
          const older = kept.find((job) => startOf(job) < startOf(entry.object));
          const numbers = { kept: kept.length, limit: most };
          if (kept.length < most && mayBeReplaced(ledger, record, entry.object)) return;
          if (kept.length < most) {
            report({ message: `${name} is deleted though only ${kept.length + 1} are ${of}`, numbers });
          } else if (older !== undefined) {
            report({ message: `${name} is deleted and not ${older.metadata.name}, which is older`, numbers });
          }
        }
      }
    },
    end(report) {
      if (!isUndisturbed(ledger)) return cronJobs.byUid.size > 0 ? report.excused() : undefined;
      for (const record of cronJobs.byUid.values()) {
        if (record.gone || record.cronJob.metadata.deletionTimestamp !== undefined) continue;
        for (const [of, field] of LIMITS) {
          const most = record.cronJob.spec[field] ?? Number.POSITIVE_INFINITY;
          report.armed();
          const kept = jobsThat(record, of).length;
          if (kept <= most) continue;
          const message = `${record.cronJob.metadata.name} still has ${kept} Jobs that are ${of}`;
          report({ message, numbers: { kept, limit: most } });
        }
      }
    },
  })),
};

/** A Job that has ended just now, which the controller has not seen yet, is replaced like a running one. */
function mayBeReplaced(ledger: Ledger, { cronJob }: CronJobRecord, job: Job): boolean {
  if (cronJob.spec.concurrencyPolicy !== "Replace") return false;
  const ended = job.status.conditions?.find(({ type }) => type === finishedType(job))?.lastTransitionTime;
  return (
    ended !== undefined && parseTimestamp(ended) + SECOND_MS > ledger.instantMs(ledger.nowMs - ledger.knownAfterMs)
  );
}

function jobsThat({ jobs }: CronJobRecord, type: "Complete" | "Failed"): readonly Job[] {
  return [...jobs.values()].filter((job) => finishedType(job) === type);
}

/** Jobs that never started count as the newest. */
function startOf({ status }: Job): string {
  return status.startTime ?? "~";
}
