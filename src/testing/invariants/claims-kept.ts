/** Which pods belong to a Job: adoption and release (semantics 03, step 9). */

import { isFinished } from "../../api/finished-job.ts";
import type { Job, Pod } from "../../api/types.ts";
import type { Invariant, Report } from "./invariant.ts";
import { isForeign } from "./job-reading.ts";
import { isController, type JobRecord, type Ledger, type PodRecord } from "./ledger.ts";
import { controllerUidOf } from "./pod-reading.ts";
import { possibleSpecs } from "./spec-window.ts";

/** Labels that a pod of the Job must have; `undefined` if the selector says more than that. */
function wantedLabels({ spec }: Job): readonly (readonly [string, string])[] | undefined {
  const { matchLabels = {}, matchExpressions = [] } = spec.selector ?? {};
  const wanted = Object.entries(matchLabels);
  return wanted.length === 0 || matchExpressions.length > 0 ? undefined : wanted;
}

function matches(job: Job, { metadata }: Pod): boolean | undefined {
  return wantedLabels(job)?.every(([label, value]) => metadata.labels?.[label] === value);
}

/** Whether the controller looks through the pods of the Job in each sync. */
function isClaiming(ledger: Ledger, record: JobRecord): boolean {
  if (record.gone || isForeign(record.job) || isFinished(record.job)) return false;
  if (ledger.strays || ledger.looksBackAt(ledger.nowMs)) return false;
  return [...possibleSpecs(ledger, record)].every(({ metadata }) => metadata.deletionTimestamp === undefined);
}

/** Pods that are not what their labels say, and since when. */
type Strays = Map<PodRecord, number>;

function note(strays: Strays, record: PodRecord, isStray: boolean, nowMs: number): void {
  if (!isStray) strays.delete(record);
  else if (!strays.has(record)) strays.set(record, nowMs);
}

function hasSameClaim(pod: Pod, previous: Pod | undefined): boolean {
  if (previous === undefined) return false;
  const { labels, ownerReferences } = pod.metadata;
  return labels === previous.metadata.labels && ownerReferences === previous.metadata.ownerReferences;
}

/** Judged when the controller writes the status of a Job, or creates a pod for it: it claims pods before. */
export const claimsKept: Invariant = {
  id: "claims-kept",
  sentence:
    "Before a Job's controller does anything else for it, it adopts pods that match the selector and have no controller, and releases its own that do not match.",
  source: "docs/semantics/03-sync-loop.md, section 4",
  watch(ledger) {
    const ownerless: Strays = new Map();
    const misfits: Strays = new Map();
    const judge = (job: JobRecord, report: Report) => {
      if ((ownerless.size === 0 && misfits.size === 0) || !isClaiming(ledger, job)) return;
      const isSeen = (sinceMs: number) => ledger.isKnown(Math.max(sinceMs, job.createdMs));
      for (const [record, sinceMs] of ownerless) {
        const { pod, markedMs } = record;
        const isHere = pod.metadata.namespace === job.job.metadata.namespace;
        if (!isHere || markedMs !== undefined || !isSeen(sinceMs) || matches(job.job, pod) !== true) continue;
        report({ job, message: `pod ${pod.metadata.name} matches the selector, and was not adopted` });
      }
      for (const [{ pod, job: owner }, sinceMs] of misfits) {
        if (owner !== job || !isSeen(sinceMs)) continue;
        report({ job, message: `pod ${pod.metadata.name} does not match the selector, and was not released` });
      }
    };
    return {
      pod({ type, actor, object, previous }, record, report) {
        if (type === "DELETED" || !hasSameClaim(object, previous)) {
          const { job, gone } = record;
          if (previous !== undefined && isController(actor) && type !== "DELETED") report.armed();
          note(ownerless, record, !gone && controllerUidOf(object) === undefined, ledger.nowMs);
          note(misfits, record, !gone && job !== undefined && matches(job.job, object) === false, ledger.nowMs);
        }
        if (type === "ADDED" && isController(actor) && record.job !== undefined) judge(record.job, report);
      },
      job({ verb, actor }, record, report) {
        if (verb === "updateStatus" && isController(actor)) judge(record, report);
      },
    };
  },
};

/** How long a look at the live Job may be ago: the calls of a sync, one after the other. */
const LOOK_CALLS = 12;

export const adoptedAlive: Invariant = {
  id: "adopted-alive",
  sentence: "A pod is adopted only while it matches the selector of its Job, and by a Job that is not being deleted.",
  source: "docs/semantics/03-sync-loop.md, section 4",
  watch(ledger) {
    const { circumstances } = ledger;
    return {
      pod({ actor, object, previous }, { job }, report) {
        if (previous === undefined || !isController(actor) || job === undefined) return;
        if (controllerUidOf(previous) !== undefined || controllerUidOf(object) !== job.uid) return;
        report.armed();
        const { name } = object.metadata;
        if (matches(job.job, object) === false) {
          report({ job, message: `pod ${name} is adopted, and does not match the selector` });
        }
        const lookMs = LOOK_CALLS * circumstances.apiLatencyMs + circumstances.turnMs;
        const leftMs = job.specs.find((point) => point.job.metadata.deletionTimestamp !== undefined)?.sinceMs;
        const goneMs = Math.min(job.goneMs, leftMs ?? Number.POSITIVE_INFINITY);
        if (circumstances.readsAreOld || ledger.strays || goneMs >= ledger.nowMs - lookMs) return;
        report({ job, message: `pod ${name} is adopted by a Job that is being deleted` });
      },
    };
  },
};
