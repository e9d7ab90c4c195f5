/**
 * A finished Job with a TTL is deleted when the TTL is over, not before and not much later (semantics 07, section 11).
 */

import { ORPHAN_FINALIZER } from "../../api/constants.ts";
import { finishedCondition } from "../../api/finished-job.ts";
import { parseTimestamp } from "../../api/timestamp.ts";
import type { Job } from "../../api/types.ts";
import type { Invariant } from "./invariant.ts";
import { isController, type JobRecord, type Ledger } from "./ledger.ts";
import { leewayMs } from "./leeway.ts";
import { possibleSpecs } from "./spec-window.ts";

/** When the TTL of a finished Job is over, in milliseconds of the run. */
function expiryMs(ledger: Ledger, job: Job, ttlSeconds: number | undefined): number | undefined {
  const finished = finishedCondition(job);
  if (ttlSeconds === undefined || finished?.lastTransitionTime === undefined) return undefined;
  return parseTimestamp(finished.lastTransitionTime) + ttlSeconds * 1000 - ledger.circumstances.epochMs;
}

/** The TTLs that a controller may have seen when it decided about a Job, in seconds. */
function possibleTtls(ledger: Ledger, record: JobRecord): number[] {
  return [...possibleSpecs(ledger, record)].flatMap(({ spec }) => spec.ttlSecondsAfterFinished ?? []);
}

/** Whoever owns a Job may delete it for reasons of its own. */
function isOwned({ metadata }: Job): boolean {
  return metadata.ownerReferences?.some(({ controller }) => controller === true) === true;
}

/** The TTL of finished Jobs. */
export const ttlKept: Invariant = {
  id: "ttl-kept",
  sentence:
    "Controllers delete a Job that has a TTL and no owner at the end of the TTL, and its pods with it: never before, and only while it is finished.",
  source: "docs/semantics/07-conditions-and-lifecycle.md, section 11",
  watch(ledger) {
    return {
      job({ actor, verb, object, previous }, record, report) {
        if (verb !== "delete" || previous === undefined || !isController(actor) || isOwned(previous)) return;
        const ttls = possibleTtls(ledger, record);
        if (ttls.length === 0) return;
        report.armed();
        const dueMs = expiryMs(ledger, previous, Math.min(...ttls));
        if (dueMs === undefined) {
          report({ job: record, message: "the Job is deleted for its TTL, and has not finished" });
          return;
        }
        if (object.metadata.finalizers?.includes(ORPHAN_FINALIZER) === true) {
          report({ job: record, message: "the Job is deleted for its TTL, and its pods are not" });
        }
        const earlyMs = dueMs - ledger.nowMs;
        if (earlyMs <= 0) return;
        const message = `the Job is deleted ${earlyMs} ms before its TTL is over`;
        report({ job: record, message, numbers: { earlyMs } });
      },
      end(report) {
        for (const record of ledger.jobs.values()) {
          const { job } = record;
          if (record.gone || job.metadata.deletionTimestamp !== undefined) continue;
          const dueMs = expiryMs(ledger, job, job.spec.ttlSecondsAfterFinished);
          if (dueMs === undefined || ledger.nowMs - dueMs <= leewayMs(ledger, dueMs)) continue;
          // A read of the past shows a Job that has not finished, and nothing asks again.
          if (ledger.circumstances.readsAreOld) {
            report.excused();
            continue;
          }
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
