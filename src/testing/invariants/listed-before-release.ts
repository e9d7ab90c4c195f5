/** A finished pod loses its finalizer only after it was listed or counted (semantics 04, sections 2 and 3). */

import { isFinished } from "../../api/finished-job.ts";
import type { Job } from "../../api/types.ts";
import type { Invariant } from "./invariant.ts";
import { completedIndexesOf, isIndexed, isOutOfRange, trueCondition } from "./job-reading.ts";
import { isController, type PodRecord } from "./ledger.ts";
import { hasFinalizer } from "./pod-reading.ts";
import { policyAction } from "./policy-action.ts";
import { possibleSpecs } from "./spec-window.ts";

/** Whether the accounting rules leave the pod out. */
function isExempt(job: Job, { pod, index }: PodRecord): boolean {
  if (isOutOfRange(job, index)) return true;
  if (isIndexed(job) && pod.status.phase === "Succeeded") return completedIndexesOf(job).has(index);
  return pod.status.phase !== "Succeeded" && policyAction(job, pod) === "Ignore";
}

/** Whether the policy ignores the pod because of what it showed before it ended. */
function isIgnoredRunning(job: Job, { pod }: PodRecord): boolean {
  return policyAction(job, { ...pod, status: { ...pod.status, containerStatuses: [] } }) === "Ignore";
}

/** Whether the Job is announced to fail: then anything still running counts as failed. */
function isFailing(job: Job): boolean {
  return trueCondition(job, "FailureTarget") !== undefined;
}

/** A pod that is known to have finished, and any pod of a failing Job, is listed before its finalizer is removed. */
export const listedBeforeRelease: Invariant = {
  id: "listed-before-release",
  sentence:
    "A finished pod of a live Job, and any pod of a failing one, loses its finalizer only after the status lists or counts it.",
  source: "docs/semantics/04-accounting.md, sections 2 and 3",
  watch(ledger) {
    return {
      pod({ previous, actor, object }, record, report) {
        // Users may do so; a controller under another name may not.
        if (!isController(actor) || previous === undefined) return;
        if (!hasFinalizer(previous) || hasFinalizer(object)) return;
        const { job } = record;
        if (job === undefined || job.gone || job.tampered || isFinished(job.job)) return;
        // A pod that ended within the delay of the view was still running for the controller; one
        // that runs is listed when the Job fails, and else given up without a trace.
        const counts = isFailing(job.job) && !ledger.strays && !isIgnoredRunning(job.job, record);
        if (!counts && !ledger.isKnown(record.terminalMs)) {
          if (record.terminalMs !== undefined) report.excused();
          return;
        }
        report.armed();
        if (record.listedAs !== undefined || isExempt(job.job, record)) return;
        // Scaled up since, unseen by the controller: for it the index is still out of range.
        if ([...possibleSpecs(ledger, job)].some((version) => isExempt(version, record))) return;
        const { name } = object.metadata;
        report({ job, message: `pod ${name} (${object.status.phase}) loses its finalizer and was never listed` });
      },
    };
  },
};
