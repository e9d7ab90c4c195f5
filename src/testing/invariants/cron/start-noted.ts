/** Which time a CronJob makes a Job for, and notes as its last (semantics 14, sections 5 and 6). */

import { CRON_JOB } from "../../../api/kinds/cron-job.ts";
import { nextTimeMs } from "../../../api/schedule/next-time.ts";
import { parseTimestamp } from "../../../api/timestamp.ts";
import { isCommitOf } from "../../../apiserver/log.ts";
import type { Invariant } from "../invariant.ts";
import { type CronJobRecord, isUpToDate, madeFor, watchCronJobs } from "./cron-ledger.ts";
import { scheduleOf } from "./schedule.ts";

export const latestStart: Invariant = {
  id: "cron-latest-start",
  sentence: "Of several times of a schedule that are over the last one gets its Job.",
  source: "docs/semantics/14-cronjob.md, section 6",
  watch: watchCronJobs((cronJobs, ledger) => ({
    entry(entry, report) {
      const record = cronJobs.makes(entry);
      const timeMs = entry.kind === "commit" && entry.resource === "jobs" ? madeFor(entry.object) : undefined;
      if (record === undefined || timeMs === undefined) return;
      if (!isUpToDate(ledger, record)) return report.excused();
      report.armed();
      const schedule = scheduleOf(record.cronJob.spec);
      if (schedule === undefined) return;
      const laterMs = nextTimeMs(schedule, timeMs);
      // The sync looked at the clock when it began.
      if (laterMs > ledger.instantMs(ledger.nowMs - ledger.knownAfterMs) || laterMs <= timeMs) return;
      const later = new Date(laterMs).toISOString();
      report({ message: `${record.cronJob.metadata.name} gets a Job though ${later} is over`, numbers: { timeMs } });
    },
  })),
};

/** Times of one minute share a Job: the later ones take it up. */
const MINUTE_MS = 60_000;

function isStart({ made, cronJob }: CronJobRecord, notedMs: number): boolean {
  if (made.has(notedMs)) return true;
  const schedule = scheduleOf(cronJob.spec);
  // A constant delay counts from the edge of the deadline, which moves on with the clock.
  if (schedule === undefined || cronJob.spec.startingDeadlineSeconds !== undefined) return true;
  return [...made].some((timeMs) => {
    let startMs = timeMs;
    while (startMs < notedMs && Math.floor(startMs / MINUTE_MS) === Math.floor(timeMs / MINUTE_MS)) {
      startMs = nextTimeMs(schedule, startMs);
    }
    return startMs === notedMs;
  });
}

export const startNoted: Invariant = {
  id: "cron-start-noted",
  sentence: "lastScheduleTime is a time that a Job was made for.",
  source: "docs/semantics/14-cronjob.md, section 5",
  watch: watchCronJobs((cronJobs) => ({
    entry(entry, report) {
      if (!isCommitOf(CRON_JOB, entry) || entry.actor === "user" || entry.previous === undefined) return;
      const { metadata, status } = entry.object;
      const noted = status.lastScheduleTime;
      if (noted === undefined || noted === entry.previous.status.lastScheduleTime) return;
      report.armed();
      const record = cronJobs.byUid.get(metadata.uid);
      if (record === undefined || isStart(record, parseTimestamp(noted))) return;
      report({ message: `${metadata.name} notes ${noted}, for which it made no Job` });
    },
  })),
};
