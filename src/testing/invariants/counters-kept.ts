/**
 * Counters and index lists never shrink, unless an Indexed Job
 * was scaled down (semantics 04, section 8; 06, section 8).
 */

import type { ReadonlyIndexSet } from "../../api/index-set.ts";
import { parseIndexes } from "../../api/index-set.ts";
import type { Invariant } from "./invariant.ts";
import { completedIndexesOf, failedIndexesOf, isIndexed } from "./job-reading.ts";
import type { JobRecord } from "./ledger.ts";

function firstLost(before: ReadonlyIndexSet, after: ReadonlyIndexSet): number | undefined {
  for (const index of before) if (!after.has(index)) return index;
  return undefined;
}

/** Indexes below the present `completions` that the earlier text held, and the present one no longer does. */
function lostIndex(record: JobRecord, before: string | undefined, after: ReadonlyIndexSet): number | undefined {
  return firstLost(parseIndexes(before ?? "", record.job.spec.completions ?? 0), after);
}

/** What was counted stays counted. */
export const countersKept: Invariant = {
  id: "counters-kept",
  sentence: "failed never falls, succeeded and the index lists lose only indexes that a scale-down took away.",
  source: "docs/semantics/04-accounting.md, section 8; docs/semantics/06-indexed.md, section 8",
  watch() {
    return {
      job({ previous }, record, report) {
        if (previous === undefined || previous.status === record.job.status) return;
        const { job } = record;
        const { status } = job;
        if ((previous.status.failed ?? 0) + (previous.status.succeeded ?? 0) > 0) report.armed();
        const [failed, failedBefore] = [status.failed ?? 0, previous.status.failed ?? 0];
        if (failed < failedBefore) {
          report({
            job: record,
            message: `status.failed falls from ${failedBefore} to ${failed}`,
            numbers: { failed, failedBefore },
          });
        }
        const [succeeded, before] = [status.succeeded ?? 0, previous.status.succeeded ?? 0];
        if (succeeded < before && !isIndexed(job)) {
          report({
            job: record,
            message: `status.succeeded falls from ${before} to ${succeeded}`,
            numbers: { succeeded, before },
          });
        }
        if (record.tampered || !isIndexed(job)) return;
        if (status.completedIndexes !== previous.status.completedIndexes) {
          const index = lostIndex(record, previous.status.completedIndexes, completedIndexesOf(job));
          if (index !== undefined)
            report({ job: record, message: `index ${index} leaves completedIndexes`, numbers: { index } });
        }
        if (status.failedIndexes !== previous.status.failedIndexes) {
          const index = lostIndex(record, previous.status.failedIndexes, failedIndexesOf(job));
          if (index !== undefined)
            report({ job: record, message: `index ${index} leaves failedIndexes`, numbers: { index } });
        }
      },
    };
  },
};
