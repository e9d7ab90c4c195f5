/** The end of a Job is reported in an Event (semantics 07, section 7). */

import type { Invariant } from "./invariant.ts";
import { trueCondition } from "./job-reading.ts";
import { isUndisturbed } from "./undisturbed.ts";

/** Judged in runs in which nothing went wrong: a process that dies after its write posts nothing. */
/** So many Events about one object are posted in a row; client-go drops the others, the last of them among these. */
const EVENTS_IN_A_ROW = 25;

export const endAnnounced: Invariant = {
  id: "end-announced",
  sentence:
    "A Job that completes has the Event Completed, and one that fails a warning with the reason of its failure.",
  source: "docs/semantics/07-conditions-and-lifecycle.md, section 7",
  watch(ledger) {
    const said = new Map<string, Set<string>>();
    const counts = new Map<string, number>();
    return {
      event({ regarding, type, reason }) {
        const reasons = said.get(regarding.uid) ?? new Set();
        said.set(regarding.uid, reasons.add(`${type} ${reason}`));
        counts.set(regarding.uid, (counts.get(regarding.uid) ?? 0) + 1);
      },
      end(report) {
        for (const record of ledger.jobs.values()) {
          const { job, tampered, uid } = record;
          if (tampered) continue;
          const failure = trueCondition(job, "Failed");
          const isComplete = trueCondition(job, "Complete") !== undefined;
          if (failure === undefined && !isComplete) continue;
          if (!isUndisturbed(ledger) || (counts.get(uid) ?? 0) >= EVENTS_IN_A_ROW) {
            report.excused();
            continue;
          }
          report.armed();
          const wanted = failure === undefined ? "Normal Completed" : `Warning ${failure.reason}`;
          if (said.get(uid)?.has(wanted) !== true) report({ job: record, message: `no Event says ${wanted}` });
        }
      },
    };
  },
};
