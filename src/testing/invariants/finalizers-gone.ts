/** No finalizer is left that nothing will ever remove (semantics 04, section 7; issues 108645, 109429). */

import { isFinished } from "../../api/finished-job.ts";
import type { Job } from "../../api/types.ts";
import { goesOn } from "./goes-on.ts";
import type { Invariant } from "./invariant.ts";
import { isForeign } from "./job-reading.ts";
import type { PodRecord } from "./ledger.ts";
import { hasFinalizer, isMarked, isTerminal } from "./pod-reading.ts";

/** Why the pod should have lost its finalizer by now. */
function reason({ pod, job: owner }: PodRecord): string | undefined {
  const controller = pod.metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (controller === undefined) return "has no controller";
  if (controller.kind !== "Job") return undefined;
  if (owner === undefined || owner.gone) return "belongs to a Job that is gone";
  const { job } = owner;
  if (isForeign(job)) return undefined;
  if (isFinished(job)) return "belongs to a Job that is finished";
  if (job.metadata.deletionTimestamp !== undefined) return "belongs to a Job that is being deleted";
  return isTerminal(pod) && !mayBeDelayed(job) ? `is ${pod.status.phase}, and its Job did not count it` : undefined;
}

/** The failed pod of an index keeps its finalizer until the index runs again, which may be never. */
function mayBeDelayed({ spec }: Job): boolean {
  return spec.backoffLimitPerIndex !== undefined;
}

/** A clean-up by selector whose call fails is not retried (kubernetes/kubernetes issue 141346). */
function knownDefect({ removalFailed }: PodRecord): string | undefined {
  return removalFailed ? "141346" : undefined;
}

/** A pod made unknowingly for a Job that is gone or finished: it loses its finalizer when it is deleted. */
function isStray({ createdMs, job, stray }: PodRecord): boolean {
  return stray || (job !== undefined && createdMs >= job.goneMs);
}

/** Pods can be deleted in the end. */
export const finalizersGone: Invariant = {
  id: "finalizers-gone",
  liveness: true,
  sentence: "At the end no pod keeps the tracking finalizer unless its Job is still running.",
  source: "docs/semantics/04-accounting.md, section 7; Kubernetes issues 108645, 109429",
  watch(ledger) {
    return {
      end(report) {
        if (!ledger.running) return;
        if (goesOn(ledger)) return report.excused();
        for (const record of ledger.pods.values()) {
          if (!record.tampered) report.armed();
          if (record.gone || record.tampered || !hasFinalizer(record.pod) || isStray(record)) continue;
          const why = reason(record);
          if (why === undefined) continue;
          const { name } = record.pod.metadata;
          const marked = isMarked(record.pod) ? " (and is being deleted)" : "";
          const message = `pod ${name} keeps its finalizer${marked}: it ${why}`;
          report({ job: record.job, message, known: record.job?.stuckBy ?? knownDefect(record) });
        }
      },
    };
  },
};
