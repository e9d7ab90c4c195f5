/**
 * A finished Job with a TTL is deleted when the TTL is over, not before and not much later (semantics 07, section 11).
 */

import { parseTimestamp } from "../../api/timestamp.ts";
import type { Job } from "../../api/types.ts";
import type { Invariant } from "./invariant.ts";
import { trueCondition } from "./job-reading.ts";
import type { Ledger } from "./ledger.ts";
import { leewayMs } from "./leeway.ts";
import { possibleSpecs } from "./spec-window.ts";

/** When the TTL of a finished Job is over, in milliseconds of the run. */
function expiryMs(ledger: Ledger, job: Job, ttlSeconds: number | undefined): number | undefined {
  const finished = trueCondition(job, "Complete") ?? trueCondition(job, "Failed");
  if (ttlSeconds === undefined || finished?.lastTransitionTime === undefined) return undefined;
  return parseTimestamp(finished.lastTransitionTime) + ttlSeconds * 1000 - ledger.circumstances.epochMs;
}

/** The TTL of finished Jobs. */
export const ttlKept: Invariant = {
  id: "ttl-kept",
  sentence: "The TTL controller deletes a Job at the end of its TTL: never before, and only while it is finished.",
  source: "docs/semantics/07-conditions-and-lifecycle.md, section 11",
  watch(ledger) {
    return {
      job({ actor, verb, previous }, record, report) {
        if (actor !== "ttl-controller" || verb !== "delete" || previous === undefined) return;
        report.armed();
        let earlyMs = Number.POSITIVE_INFINITY;
        for (const { spec } of possibleSpecs(ledger, record)) {
          const dueMs = expiryMs(ledger, previous, spec.ttlSecondsAfterFinished);
          if (dueMs !== undefined) earlyMs = Math.min(earlyMs, dueMs - ledger.nowMs);
        }
        if (earlyMs > 0)
          report({
            job: record,
            message: `the Job is deleted ${earlyMs} ms before its TTL is over`,
            numbers: { earlyMs },
          });
      },
      end(report) {
        for (const record of ledger.jobs.values()) {
          const { job } = record;
          if (record.gone || job.metadata.deletionTimestamp !== undefined) continue;
          const dueMs = expiryMs(ledger, job, job.spec.ttlSecondsAfterFinished);
          if (dueMs === undefined || ledger.nowMs - dueMs <= leewayMs(ledger, dueMs)) continue;
          report({
            job: record,
            message: `the TTL was over at ${dueMs} ms and the Job is still there`,
            numbers: { dueMs },
          });
        }
      },
    };
  },
};
