/** Which pods a scale-down takes first (semantics 03, section 8). */

import { isUndisturbed } from "./cron/cron-ledger.ts";
import type { Invariant } from "./invariant.ts";
import { isFinished, isIndexed, isSuspended, trueCondition } from "./job-reading.ts";
import { isController, type JobRecord, type PodRecord } from "./ledger.ts";
import { isMarked } from "./pod-reading.ts";

/** A pod that runs and is deleted, and those of its Job that did not run yet and were there. */
interface Deletion {
  readonly job: JobRecord;
  readonly pod: PodRecord;
  readonly pending: readonly PodRecord[];
  readonly atMs: number;
}

/** All pods of these Jobs go, in no order that anybody could see. */
function goesWhole({ job }: JobRecord): boolean {
  const isEnding = trueCondition(job, "FailureTarget") ?? trueCondition(job, "SuccessCriteriaMet");
  return isFinished(job) || isSuspended(job) || isEnding !== undefined || job.metadata.deletionTimestamp !== undefined;
}

/** Whether there was a pod too many before one was marked: others delete pods for other reasons. */
function hasSurplus({ job, living, marked }: JobRecord): boolean {
  return living.size - marked + 1 > (job.spec.parallelism ?? 1);
}

/** Judged while nothing goes wrong, and of Jobs without indexes: with them, those out of range go first. */
export const deletionOrder: Invariant = {
  id: "deletion-order",
  sentence: "A scale-down deletes no pod that runs while one of the Job stays that does not run yet.",
  source: "docs/semantics/03-sync-loop.md, section 8",
  watch(ledger) {
    let last: Deletion | undefined;
    return {
      entry({ timeMs }, report) {
        if (last === undefined || timeMs === last.atMs) return;
        const { job, pod, pending } = last;
        last = undefined;
        const spared = pending.find(({ markedMs, gone }) => markedMs === undefined && !gone);
        if (spared === undefined || goesWhole(job) || job.tampered || job.gone) return;
        const [taken, left] = [pod, spared].map((record) => record.pod.metadata.name);
        report({ job, message: `pod ${taken} runs and is deleted, while ${left} does not run yet and stays` });
      },
      pod({ actor, previous, object }, record) {
        const { job } = record;
        if (job === undefined || previous === undefined || !isController(actor) || !hasSurplus(job)) return;
        if (isMarked(previous) || !isMarked(object) || previous.status.phase !== "Running") return;
        if (isIndexed(job.job) || goesWhole(job) || !isUndisturbed(ledger)) return;
        const pending = [...job.living].filter(({ pod, createdMs }) => {
          return pod.status.phase === "Pending" && !isMarked(pod) && createdMs < ledger.nowMs;
        });
        if (pending.length > 0) last = { job, pod: record, pending, atMs: ledger.nowMs };
      },
    };
  },
};
