/**
 * What must happen by an instant has happened by then: the deadline and the back-off limit (semantics 05, sections 2
 * and 7).
 */

import { isFinished } from "../../api/finished-job.ts";
import { secondsToDurationMs } from "../../api/go-duration.ts";
import { parseTimestamp } from "../../api/timestamp.ts";
import type { Job } from "../../api/types.ts";
import type { Invariant, Report } from "./invariant.ts";
import { hasVerdict, isForeign, isSuspended, listedFailed } from "./job-reading.ts";
import { standstillDefect } from "./known-defects.ts";
import type { JobRecord, Ledger } from "./ledger.ts";
import { leewayMs } from "./leeway.ts";
import { PerJob } from "./per-job.ts";

/** When the Job must have a verdict because of its deadline, in milliseconds of the run. */
function deadlineMs(ledger: Ledger, { spec, status }: Job): number | undefined {
  if (spec.activeDeadlineSeconds === undefined || status.startTime === undefined) return undefined;
  return (
    parseTimestamp(status.startTime) + secondsToDurationMs(spec.activeDeadlineSeconds) - ledger.circumstances.epochMs
  );
}

function isOpen({ job, gone, tampered }: JobRecord): boolean {
  return !gone && !tampered && !isForeign(job) && !hasVerdict(job) && !isFinished(job);
}

/** A Job does not keep running past its deadline. */
export const deadlineKept: Invariant = {
  id: "deadline-kept",
  sentence:
    "A Job that is not suspended has a verdict at its deadline, or as soon afterwards as its controller can act.",
  source: "docs/semantics/05-failure-and-backoff.md, section 7; Kubernetes issues 32149, 110239",
  watch(ledger) {
    const late = new Set<string>();
    const due = new Set<string>();
    const check = (record: JobRecord, report: Report) => {
      const { job } = record;
      if (!due.has(record.uid) && (deadlineMs(ledger, job) ?? Number.POSITIVE_INFINITY) <= ledger.nowMs) {
        due.add(record.uid);
        report.armed();
      }
      if (job.spec.activeDeadlineSeconds === undefined || !isOpen(record) || isSuspended(job) || late.has(record.uid))
        return;
      const dueMs = deadlineMs(ledger, job);
      if (dueMs === undefined) return;
      // A deadline that is only now set or restarted cannot be met earlier.
      const sinceMs = Math.max(dueMs, record.specs.at(-1)?.sinceMs ?? 0);
      const overMs = ledger.nowMs - sinceMs - leewayMs(ledger, sinceMs);
      if (overMs <= 0) return;
      late.add(record.uid);
      report({
        job: record,
        known: standstillDefect(ledger, record),
        message: `the deadline passed at ${dueMs} ms and the Job has no verdict`,
        numbers: { dueMs, overMs },
      });
    };
    return {
      job: (_commit, record, report) => check(record, report),
      end: (report) => {
        for (const record of ledger.jobs.values()) check(record, report);
      },
    };
  },
};

/** A Job does not keep failing past its limit. */
export const limitKept: Invariant = {
  id: "limit-kept",
  sentence:
    "A Job with more counted failures than its backoffLimit has a verdict, or gets one as soon as its controller can act.",
  source: "docs/semantics/05-failure-and-backoff.md, section 2; Kubernetes issues 62382, 70251",
  watch(ledger) {
    const overSinceMs = new PerJob<{ atMs: number | undefined; isOver: boolean }>(() => ({
      atMs: undefined,
      isOver: false,
    }));
    const check = (record: JobRecord, report: Report) => {
      const { job } = record;
      const failures = (job.status.failed ?? 0) + listedFailed(job).length;
      const state = overSinceMs.of(record);
      if (!state.isOver && failures > (job.spec.backoffLimit ?? 0)) {
        state.isOver = true;
        report.armed();
      }
      if (failures <= (job.spec.backoffLimit ?? 0) || !isOpen(record)) {
        state.atMs = undefined;
        return;
      }
      state.atMs ??= ledger.nowMs;
      const overMs = ledger.nowMs - state.atMs - leewayMs(ledger, state.atMs);
      if (overMs <= 0) return;
      const limit = job.spec.backoffLimit ?? 0;
      report({
        job: record,
        known: standstillDefect(ledger, record),
        message: `${failures} failures exceed the limit ${limit}, and there is no verdict`,
        numbers: { failures, limit },
      });
    };
    return {
      job: (_commit, record, report) => check(record, report),
      end: (report) => {
        for (const record of ledger.jobs.values()) check(record, report);
      },
    };
  },
};
