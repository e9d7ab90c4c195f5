/** Nothing is missed while nothing prevents it (semantics 14, sections 5 and 6). */

import { NO_TIME_MS, nextTimeMs } from "../../../api/schedule/next-time.ts";
import type { Schedule } from "../../../api/schedule/schedule.ts";
import { parseTimestamp } from "../../../api/timestamp.ts";
import type { Invariant } from "../invariant.ts";
import { isUndisturbed } from "../undisturbed.ts";
import { type CronJobRecord, isHeldBack, watchCronJobs } from "./cron-ledger.ts";
import { scheduleOf } from "./schedule.ts";

/** A run is created a tenth of a second after its time; a second counts as late. */
const PROMPT_MS = 1_000;
const MINUTE_MS = 60_000;

/** Judged only while nothing has gone wrong: what was missed in an outage may stay missed. */
export const noneMissed: Invariant = {
  id: "cron-none-missed",
  sentence: "Each scheduled time gets its Job within a second, unless suspension, Forbid or the deadline prevents it.",
  source: "docs/semantics/14-cronjob.md, sections 5 and 6",
  watch: watchCronJobs((cronJobs, ledger) => ({
    entry(entry, report) {
      if (cronJobs.makes(entry) !== undefined) {
        if (isUndisturbed(ledger)) report.armed();
        else report.excused();
      }
      if (cronJobs.byUid.size > 0 && isUndisturbed(ledger)) {
        for (const record of cronJobs.byUid.values()) {
          const dueMs = overdueMs(record, ledger.instantMs(ledger.nowMs), ledger.instantMs(owedSinceMs(record)));
          if (dueMs === undefined) continue;
          const message = `${record.cronJob.metadata.name} got no Job for ${new Date(dueMs).toISOString()}`;
          report({ message, numbers: { dueMs } });
          // Reported once: later times are judged from here on.
          record.latestMade = Math.max(record.latestMade, dueMs);
        }
      }
    },
  })),
};

/** The latest time that should have its Job by now; all times in milliseconds since 1970. */
function overdueMs(record: CronJobRecord, nowMs: number, owedSinceMs: number): number | undefined {
  const { cronJob, gone } = record;
  const { spec, status, metadata } = cronJob;
  if (gone || metadata.deletionTimestamp !== undefined || isHeldBack(cronJob)) return undefined;
  const { startingDeadlineSeconds } = spec;
  if (startingDeadlineSeconds !== undefined && startingDeadlineSeconds * 1000 <= PROMPT_MS) return undefined;
  const schedule = scheduleOf(spec);
  if (schedule === undefined) return undefined;
  // A constant delay counts from the edge of the deadline, which moves on with the clock: it is never over.
  if (schedule.kind === "delay" && startingDeadlineSeconds !== undefined) return undefined;
  const noted = status.lastScheduleTime ?? metadata.creationTimestamp;
  const countedFromMs = Math.max(parseTimestamp(noted), record.latestMade);
  const sinceMs = Math.max(countedFromMs, owedSinceMs);
  const dueMs = firstAfter(schedule, countedFromMs, sinceMs);
  if (dueMs === NO_TIME_MS || nowMs - dueMs <= PROMPT_MS) return undefined;
  return minuteOf(dueMs) === minuteOf(sinceMs) ? undefined : dueMs;
}

/** A constant delay is counted from the last time that was made, however long the CronJob was suspended since. */
function firstAfter(schedule: Schedule, countedFromMs: number, sinceMs: number): number {
  if (schedule.kind !== "delay") return nextTimeMs(schedule, sinceMs);
  const delayMs = schedule.delaySeconds * 1000;
  return countedFromMs + (Math.floor((sinceMs - countedFromMs) / delayMs) + 1) * delayMs;
}

/** From when on scheduled times must have their Jobs, in milliseconds of the run. */
function owedSinceMs({ specSinceMs, freeSinceMs }: CronJobRecord): number {
  return Math.max(specSinceMs, freeSinceMs);
}

/** Runs within one minute have the same name, and the second waits for the first to be gone. */
function minuteOf(instantMs: number): number {
  return Math.floor(instantMs / MINUTE_MS);
}
