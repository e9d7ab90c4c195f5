/** When startTime may change: at the first start, at suspension, at resumption (semantics 07, sections 3 and 6). */

import type { Job } from "../../api/types.ts";
import type { Invariant } from "./invariant.ts";
import { trueCondition } from "./job-reading.ts";

/** Why the change is not allowed. */
function objection(job: Job, previous: Job): string | undefined {
  const [now, before] = [job.status.startTime, previous.status.startTime];
  const suspended = trueCondition(job, "Suspended") !== undefined;
  const wasSuspended = trueCondition(previous, "Suspended") !== undefined;
  if (suspended && !wasSuspended && now !== undefined) return "outlives the suspension";
  if (now === before) return undefined;
  if (now === undefined) return suspended && !wasSuspended ? undefined : "is cleared without a suspension";
  if (before === undefined) return undefined;
  return wasSuspended && !suspended ? undefined : `moves from ${before} to ${now} without a resumption`;
}

/** The clock of a Job starts once, and restarts only after a suspension. */
export const startTimeKept: Invariant = {
  id: "start-time-kept",
  sentence: "startTime is set once, cleared by a suspension and set again by the resumption.",
  source: "docs/semantics/07-conditions-and-lifecycle.md, sections 3 and 6",
  watch() {
    return {
      job({ previous, verb, actor }, record, report) {
        if (previous === undefined || verb !== "updateStatus" || actor === "user" || record.tampered) return;
        if (record.job.status.startTime !== previous.status.startTime) report.armed();
        const why = objection(record.job, previous);
        if (why !== undefined) report({ job: record, message: `startTime ${why}` });
      },
    };
  },
};
