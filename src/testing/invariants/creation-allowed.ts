/** When no pod may be created at all, and no second one for an index (semantics 03, section 6; 06, section 4). */

import { isFinished } from "../../api/finished-job.ts";
import type { Job } from "../../api/types.ts";
import type { Invariant } from "./invariant.ts";
import {
  completedIndexesOf,
  failedIndexesOf,
  hasVerdict,
  isForeign,
  isSuspended,
  replacesOnlyFailed,
} from "./job-reading.ts";
import { creationDefect } from "./known-defects.ts";
import type { JobRecord, Ledger, PodRecord } from "./ledger.ts";
import { possibleSpecs } from "./spec-window.ts";

function isStopped(job: Job): boolean {
  return isSuspended(job) || job.metadata.deletionTimestamp !== undefined;
}

/** Why the Job should not have got a pod, if there is a reason that its controller can know. */
function refusal(ledger: Ledger, record: JobRecord): string | undefined {
  const { job } = record;
  if (isForeign(job)) return "is managed by another controller";
  if (record.gone && ledger.isKnown(record.goneMs)) return "is gone";
  if (isFinished(job)) return "is finished";
  // The controller wrote this itself, and never works on a view without its own writes.
  if (hasVerdict(job)) return "has a verdict";
  for (const version of possibleSpecs(ledger, record)) if (!isStopped(version)) return undefined;
  return isSuspended(job) ? "is suspended" : "is being deleted";
}

function twin({ job, index, uid }: PodRecord): PodRecord | undefined {
  if (job === undefined) return undefined;
  for (const other of job.living) {
    if (other.index !== index || other.uid === uid) continue;
    if (other.markedMs === undefined || replacesOnlyFailed(job.job)) return other;
  }
  return undefined;
}

/** No pod is created for a Job that wants none. */
export const creationAllowed: Invariant = {
  id: "creation-allowed",
  sentence: "No pod is created for a Job that is suspended, decided, finished or being deleted.",
  source:
    "docs/semantics/03-sync-loop.md, sections 3 to 6; docs/semantics/07-conditions-and-lifecycle.md, sections 2, 6 and 8",
  watch(ledger) {
    const wantsNone = (job: Job) => isStopped(job) || hasVerdict(job) || isFinished(job);
    return {
      job({ previous, object }, { tampered }, report) {
        if (!tampered && wantsNone(object) && (previous === undefined || !wantsNone(previous))) report.armed();
      },
      pod({ type, actor, object }, { job }, report) {
        if (type !== "ADDED" || actor === "user" || job === undefined || job.tampered) return;
        const why = refusal(ledger, job);
        if (why !== undefined)
          report({
            job,
            known: creationDefect(ledger),
            message: `pod ${object.metadata.name} is created although the Job ${why}`,
          });
      },
    };
  },
};

/** Each completion index runs once at a time, and not again once it has a result. */
export const indexUnique: Invariant = {
  id: "index-unique",
  sentence: "No pod is created for an index that has an active pod, has succeeded or has failed.",
  source: "docs/semantics/06-indexed.md, section 4",
  watch(ledger) {
    return {
      pod({ type, actor, object }, record, report) {
        const { job, index } = record;
        if (type !== "ADDED" || actor === "user" || job === undefined || job.tampered || index < 0) return;
        report.armed();
        const { name } = object.metadata;
        const other = twin(record);
        if (other !== undefined) {
          report({
            job,
            known: creationDefect(ledger),
            message: `pod ${name} is created next to ${other.pod.metadata.name} of the same index ${index}`,
            numbers: { index },
          });
        }
        if (completedIndexesOf(job.job).has(index)) {
          report({
            job,
            known: creationDefect(ledger),
            message: `pod ${name} is created for index ${index}, which has succeeded`,
            numbers: { index },
          });
        }
        if (failedIndexesOf(job.job).has(index)) {
          report({
            job,
            known: creationDefect(ledger),
            message: `pod ${name} is created for index ${index}, which has failed`,
            numbers: { index },
          });
        }
      },
    };
  },
};
