/** Terminal conditions are announced, final, and come last (semantics 04, step J; 07, sections 1 and 2). */

import type { Job, JobConditionType } from "../../api/types.ts";
import type { Invariant, Report } from "./invariant.ts";
import { listedFailed, listedSucceeded, trueCondition } from "./job-reading.ts";
import { viewDefect } from "./known-defects.ts";
import type { JobRecord, Ledger, PodRecord } from "./ledger.ts";
import { hasFinalizer } from "./pod-reading.ts";

const FINAL = ["FailureTarget", "SuccessCriteriaMet", "Complete", "Failed"] as const;
const ANNOUNCED_BY = { Complete: "SuccessCriteriaMet", Failed: "FailureTarget" } as const;

function gained(job: Job, previous: Job | undefined, type: JobConditionType): boolean {
  return (
    trueCondition(job, type) !== undefined && (previous === undefined || trueCondition(previous, type) === undefined)
  );
}

function checkAnnounced(record: JobRecord, previous: Job, type: "Complete" | "Failed", report: Report): void {
  const interim = trueCondition(previous, ANNOUNCED_BY[type]);
  const terminal = trueCondition(record.job, type);
  if (interim === undefined) {
    report({ job: record, message: `${type} comes without ${ANNOUNCED_BY[type]} in an earlier write` });
  } else if (interim.reason !== terminal?.reason || interim.message !== terminal?.message) {
    report({
      job: record,
      message: `${type} (${terminal?.reason}) differs from ${ANNOUNCED_BY[type]} (${interim.reason})`,
    });
  }
}

function holdsFinalizer({ pod, gone }: PodRecord): boolean {
  return !gone && hasFinalizer(pod);
}

/** No controller returns to a finished Job for pods that were out of view. */
function noteHidden(ledger: Ledger, record: JobRecord): void {
  if (record.living.size > 0 || [...record.pods.values()].some(holdsFinalizer)) record.stuckBy ??= viewDefect(ledger);
}

/** What must be over when a Job ends. */
function checkNothingLeft(ledger: Ledger, record: JobRecord, type: "Complete" | "Failed", report: Report): void {
  const { job, living } = record;
  const { active = 0, ready = 0, terminating = 0, completionTime } = job.status;
  const uncounted = listedSucceeded(job).length + listedFailed(job).length;
  for (const [name, value] of Object.entries({ active, ready, terminating, uncounted })) {
    if (value !== 0) report({ job: record, message: `${type} with ${name} = ${value}`, numbers: { [name]: value } });
  }
  if ((completionTime !== undefined) !== (type === "Complete")) {
    report({ job: record, message: `${type} ${completionTime === undefined ? "without" : "with"} completionTime` });
  }
  const pod = [...living].find(({ stray }) => !stray);
  if (pod === undefined) return;
  report({
    job: record,
    known: viewDefect(ledger),
    message: `${type} while pod ${pod.pod.metadata.name} is ${pod.pod.status.phase}`,
    numbers: { living: living.size },
  });
}

/** The end of a Job. */
export const terminalConditions: Invariant = {
  id: "terminal-conditions",
  sentence:
    "Complete and Failed are announced by an earlier write, come with nothing active, terminating or uncounted, and are final.",
  source:
    "docs/semantics/04-accounting.md, section 3, step J; docs/semantics/07-conditions-and-lifecycle.md, sections 1 and 2",
  watch(ledger) {
    return {
      job({ previous, verb }, record, report) {
        if (previous === undefined || verb !== "updateStatus") return;
        const { job } = record;
        if (job.status.conditions === previous.status.conditions) return;
        for (const type of FINAL) {
          if (trueCondition(previous, type) !== undefined && trueCondition(job, type) === undefined) {
            report({ job: record, message: `the condition ${type} is taken back` });
          }
        }
        const ends = (["Complete", "Failed"] as const).filter((type) => gained(job, previous, type));
        if (ends.length > 0) noteHidden(ledger, record);
        if (record.tampered) return;
        for (const type of ends) {
          report.armed();
          checkAnnounced(record, previous, type, report);
          checkNothingLeft(ledger, record, type, report);
        }
        if (trueCondition(job, "Complete") !== undefined && trueCondition(job, "Failed") !== undefined) {
          report({ job: record, message: "the Job is both Complete and Failed" });
        }
      },
    };
  },
};
