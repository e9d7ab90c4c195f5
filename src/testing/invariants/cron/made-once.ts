/** Each time of a schedule gets at most one Job (semantics 14, section 5). */

import { parseTimestamp } from "../../../api/timestamp.ts";
import type { Invariant } from "../invariant.ts";
import { CRON_CONTROLLER, cronLedgerOf, madeFor } from "./cron-ledger.ts";

/** Before the time is noted a Job that is gone is forgotten: a controller that died before its write makes it again. */
export const madeOnce: Invariant = {
  id: "cron-made-once",
  sentence: "A time of a schedule that the CronJob has noted as its last, or one before it, gets no Job any more.",
  source: "docs/semantics/14-cronjob.md, sections 5 and 6",
  watch(ledger) {
    const cronJobs = cronLedgerOf(ledger);
    return {
      entry(entry, report) {
        if (entry.kind === "commit" && entry.resource === "jobs" && entry.type === "ADDED") {
          const record = entry.actor === CRON_CONTROLLER ? cronJobs.ofJob(entry.object) : undefined;
          const timeMs = madeFor(entry.object);
          if (record !== undefined && timeMs !== undefined) {
            const { lastScheduleTime } = record.cronJob.status;
            const isNoted = lastScheduleTime !== undefined && timeMs <= parseTimestamp(lastScheduleTime);
            const isKnown = ledger.knownAfterMs === 0 || ledger.isKnown(record.statusSinceMs);
            if (isNoted && isKnown && !ledger.strays && !ledger.looksBackAt(ledger.nowMs)) {
              const again = record.made.has(timeMs) ? "again" : "though a later time had its Job";
              report({ message: `${entry.object.metadata.name} is made ${again}`, numbers: { timeMs } });
            }
            record.made.add(timeMs);
            record.latestMade = Math.max(record.latestMade, timeMs);
          }
        }
        cronJobs.take(entry);
      },
    };
  },
};
