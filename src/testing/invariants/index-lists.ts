/**
 * completedIndexes and failedIndexes are canonical, disjoint, in range, and true (semantics 06, sections 2, 3 and 6).
 */

import { IndexSet, parseIndexes, type ReadonlyIndexSet } from "../../api/index-set.ts";
import type { Invariant, Report } from "./invariant.ts";
import { isIndexed } from "./job-reading.ts";
import type { JobRecord } from "./ledger.ts";
import { PerJob } from "./per-job.ts";

/** Reads a list, and reports one that is not canonical or out of range. */
function readList(record: JobRecord, field: "completedIndexes" | "failedIndexes", report: Report): ReadonlyIndexSet {
  const text = record.job.status[field] ?? "";
  const { completions = 0 } = record.job.spec;
  const set = parseIndexes(text, completions);
  if (set.format() !== text) {
    report({ job: record, message: `${field} "${text}" is not the canonical text of indexes below ${completions}` });
  }
  return set;
}

function checkTrue(
  record: JobRecord,
  field: string,
  listed: ReadonlyIndexSet,
  ended: ReadonlyIndexSet,
  report: Report,
): void {
  for (const index of listed) {
    if (ended.has(index)) continue;
    report({
      job: record,
      message: `${field} holds index ${index}, and no pod of that index ended so`,
      numbers: { index },
    });
    return;
  }
}

/** The index lists of a status are true, in one canonical form. */
export const indexLists: Invariant = {
  id: "index-lists",
  sentence:
    "The index lists are canonical, in range and disjoint, agree with succeeded, and name only indexes whose pods ended so.",
  source: "docs/semantics/06-indexed.md, sections 2, 3 and 6",
  watch() {
    const ended = new PerJob(() => ({ succeeded: new IndexSet(), failed: new IndexSet() }));
    /** Completions with which the lists last agreed: a new size makes old lists wrong. */
    const sizes = new PerJob((): { completions: number | undefined } => ({ completions: undefined }));
    return {
      pod(_commit, record) {
        if (record.job === undefined || record.index < 0) return;
        const { phase } = record.pod.status;
        const seen = ended.of(record.job);
        if (phase === "Succeeded") seen.succeeded.add(record.index);
        else if (phase === "Failed" || record.markedMs !== undefined) seen.failed.add(record.index);
      },
      job({ previous, verb, actor }, record, report) {
        if (verb !== "updateStatus" || actor === "user" || record.tampered || !isIndexed(record.job)) return;
        const { status, spec } = record.job;
        const before = previous?.status;
        if (spec.backoffLimitPerIndex !== undefined && status.failedIndexes === undefined) {
          report({ job: record, message: "failedIndexes is absent although backoffLimitPerIndex is set" });
        }
        const sameLists =
          status.completedIndexes === before?.completedIndexes && status.failedIndexes === before?.failedIndexes;
        const size = sizes.of(record);
        if (sameLists && size.completions === spec.completions) return;
        size.completions = spec.completions;
        report.armed();
        const completed = readList(record, "completedIndexes", report);
        const failed = readList(record, "failedIndexes", report);
        const common = completed.firstCommon(failed);
        if (common >= 0)
          report({ job: record, message: `index ${common} has both succeeded and failed`, numbers: { index: common } });
        const { succeeded = 0 } = status;
        if (succeeded !== completed.size) {
          report({
            job: record,
            message: `succeeded is ${succeeded} with ${completed.size} completed indexes`,
            numbers: { succeeded, completed: completed.size },
          });
        }
        checkTrue(record, "completedIndexes", completed, ended.of(record).succeeded, report);
        checkTrue(record, "failedIndexes", failed, ended.of(record).failed, report);
      },
    };
  },
};
