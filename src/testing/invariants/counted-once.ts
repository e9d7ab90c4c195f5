/**
 * Each finished pod is counted exactly once, whatever crashes in between (semantics 04, sections 1, 3 and 8).
 *
 * A UID enters a list once in the life of its Job, and leaves it only when the counter next to the list includes it.
 */

import type { Job } from "../../api/types.ts";
import type { Invariant, Report } from "./invariant.ts";
import { isIndexed, trueCondition } from "./job-reading.ts";
import { viewDefect } from "./known-defects.ts";
import type { JobRecord, Ledger, PodRecord } from "./ledger.ts";
import { mayMissAnswers } from "./leeway.ts";
import { isMarked } from "./pod-reading.ts";

type Outcome = "succeeded" | "failed";

/**
 * If a pod is already gone, the removal of its finalizer is "not found": the pod is counted, and nothing marks it as
 * released, so a view that still shows it has it counted again. Kubernetes does the same. The controller that counted
 * it did not know that the finalizer was gone: its own call had lost its answer, or the call came from someone else.
 */
function countedAgain(ledger: Ledger, { stuckBy }: JobRecord, pod: PodRecord): string | undefined {
  if (pod.gone && (mayMissAnswers(ledger) || ledger.strays || pod.listedLate)) return "counted-after-not-found";
  // A pod that was counted while it was out of view comes back with its finalizer.
  return viewDefect(ledger) ?? (pod.countedEarly ? stuckBy : undefined);
}

function checkAdded(
  ledger: Ledger,
  record: JobRecord,
  outcome: Outcome,
  uids: readonly string[],
  report: Report,
): void {
  for (const uid of uids) {
    const known = ledger.pods.get(uid);
    const pod = known?.pod;
    if (known?.listedAs !== undefined) {
      const message = `pod ${pod?.metadata.name} is listed as ${outcome}, and was as ${known.listedAs} before`;
      const defect = countedAgain(ledger, record, known);
      record.stuckBy ??= defect;
      report({ job: record, message, known: defect });
    }
    if (pod === undefined || !record.pods.has(uid)) {
      report({ job: record, message: `${uid} is listed as ${outcome}, and no pod of the Job has that UID` });
      continue;
    }
    const { phase = "" } = pod.status;
    const failing = phase === "Failed" || isMarked(pod) || trueCondition(record.job, "FailureTarget") !== undefined;
    if (outcome === "succeeded" ? phase !== "Succeeded" : !failing) {
      report({ job: record, message: `pod ${pod.metadata.name} is listed as ${outcome}, and it is ${phase}` });
    }
  }
}

function checkCounter(record: JobRecord, before: Job, outcome: Outcome, left: number, report: Report): void {
  const rise = (record.job.status[outcome] ?? 0) - (before.status[outcome] ?? 0);
  if (rise === left) return;
  report({
    job: record,
    message: `status.${outcome} changes by ${rise} while ${left} pods leave the list of uncounted ones`,
    numbers: { rise, left },
  });
}

/** A pod is counted exactly once. */
export const countedOnce: Invariant = {
  id: "counted-once",
  sentence: "A pod is listed as uncounted at most once, and leaves the list only into the counter.",
  source: "docs/semantics/04-accounting.md, sections 1, 3 and 8",
  watch(ledger) {
    return {
      job({ previous, actor, verb }, record, report) {
        const { listing } = record;
        if (previous === undefined || verb !== "updateStatus" || actor === "user" || record.tampered) return;
        if (listing !== undefined) {
          report.armed();
          checkAdded(ledger, record, "succeeded", listing.succeeded.added, report);
          checkAdded(ledger, record, "failed", listing.failed.added, report);
        }
        const { job } = record;
        if (job.status === previous.status) return;
        if (!isIndexed(job))
          checkCounter(record, previous, "succeeded", listing?.succeeded.removed.length ?? 0, report);
        checkCounter(record, previous, "failed", listing?.failed.removed.length ?? 0, report);
      },
    };
  },
};
