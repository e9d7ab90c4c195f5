/** With a limit per index, an index fails exactly when its failures are used up (semantics 06, section 6). */

import { INDEX_FAILURE_COUNT_ANNOTATION, INDEX_IGNORED_FAILURE_COUNT_ANNOTATION } from "../../api/constants.ts";
import type { Job, Pod } from "../../api/types.ts";
import type { PodCommit } from "../../apiserver/log.ts";
import type { Invariant, Report } from "./invariant.ts";
import { completedIndexesOf, failedIndexesOf, isOutOfRange } from "./job-reading.ts";
import { viewDefect } from "./known-defects.ts";
import type { JobRecord, Ledger, PodRecord } from "./ledger.ts";
import { hasFinalizer, isMarked } from "./pod-reading.ts";
import { policyAction } from "./policy-action.ts";

/** How often the index had failed before the pod was made: failures that count, and those that the policy ignores. */
function failuresBefore({ metadata: { annotations = {} } }: Pod): { readonly counted: number; readonly all: number } {
  const counted = Number(annotations[INDEX_FAILURE_COUNT_ANNOTATION] ?? 0);
  return { counted, all: counted + Number(annotations[INDEX_IGNORED_FAILURE_COUNT_ANNOTATION] ?? 0) };
}

/** Whether the failure of a pod is the last that its index is allowed. */
function usesUp(job: Job, pod: Pod): boolean {
  const action = policyAction(job, pod);
  if (action === "FailIndex") return true;
  return (
    action !== "Ignore" && failuresBefore(pod).counted >= (job.spec.backoffLimitPerIndex ?? Number.POSITIVE_INFINITY)
  );
}

/** Failed pods that the controller knows about and has not released: it looks at them in each sync. */
function* knownFailures(ledger: Ledger, job: JobRecord): Generator<PodRecord> {
  for (const record of job.heldFailures) {
    const { pod, terminalMs, amendedMs } = record;
    if (pod.status.phase !== "Failed" || !hasFinalizer(pod)) {
      job.heldFailures.delete(record);
      continue;
    }
    if (!ledger.isKnown(terminalMs)) continue;
    if (amendedMs === undefined || ledger.isKnown(amendedMs)) yield record;
  }
}

function checkCreation(ledger: Ledger, job: JobRecord, record: PodRecord, commit: PodCommit, report: Report): void {
  const { name } = commit.object.metadata;
  const { index } = record;
  const { counted, all } = failuresBefore(commit.object);
  const known = viewDefect(ledger);
  const limit = job.job.spec.backoffLimitPerIndex ?? 0;
  if (counted > limit) {
    const message = `pod ${name} is created for index ${index}, which has failed ${counted} times`;
    report({ job, known, message, numbers: { index, counted, limit } });
  }
  for (const { pod, index: failed } of knownFailures(ledger, job)) {
    if (failed !== index || isMarked(pod)) continue;
    const before = failuresBefore(pod).all;
    if (usesUp(job.job, pod)) {
      const message = `pod ${name} is created for index ${index}, which failed for good with pod ${pod.metadata.name}`;
      report({ job, known, message, numbers: { index } });
    } else if (all <= before) {
      const message = `pod ${name} counts ${all} failures of index ${index}, and there were ${before + 1}`;
      report({ job, known, message, numbers: { index, all, before } });
    }
  }
}

function checkFailedIndexes(ledger: Ledger, record: JobRecord, before: Job, report: Report): void {
  const { job } = record;
  const failed = failedIndexesOf(job);
  for (const { index, pod } of knownFailures(ledger, record)) {
    if (isOutOfRange(job, index) || failed.has(index) || !usesUp(job, pod)) continue;
    if (completedIndexesOf(job).has(index)) continue;
    const message = `index ${index} failed for good with pod ${pod.metadata.name}, and failedIndexes does not have it`;
    report({ job: record, known: viewDefect(ledger), message, numbers: { index } });
  }
  if (job.status.failedIndexes === before.status.failedIndexes) return;
  const earlier = failedIndexesOf(before);
  for (const index of failed) {
    if (earlier.has(index) || hasUsedUp(record, index)) continue;
    const message = `index ${index} is called failed, and may be tried again`;
    report({ job: record, message, numbers: { index } });
  }
}

function hasUsedUp({ job, pods }: JobRecord, index: number): boolean {
  for (const { index: other, pod, markedMs, amendedMs } of pods.values()) {
    const ended = pod.status.phase === "Failed" || markedMs !== undefined;
    // A status that changed after the end may have been different before.
    if (other === index && ended && (amendedMs !== undefined || usesUp(job, pod))) return true;
  }
  return false;
}

/** The limit per index is kept. */
export const indexLimit: Invariant = {
  id: "index-limit",
  sentence:
    "An index fails when a failure exceeds backoffLimitPerIndex or the policy says so, and only then; each pod knows how often its index has failed.",
  source: "docs/semantics/06-indexed.md, section 6",
  watch(ledger) {
    return {
      pod(commit, record, report) {
        const { job, index } = record;
        if (commit.type !== "ADDED" || commit.actor === "user" || job === undefined || job.tampered) return;
        if (job.job.spec.backoffLimitPerIndex === undefined || index < 0 || ledger.strays) return;
        report.armed();
        checkCreation(ledger, job, record, commit, report);
      },
      job({ previous, verb, actor }, record, report) {
        if (verb !== "updateStatus" || actor === "user" || previous === undefined || record.tampered) return;
        if (record.job.spec.backoffLimitPerIndex === undefined) return;
        report.armed();
        checkFailedIndexes(ledger, record, previous, report);
      },
    };
  },
};
