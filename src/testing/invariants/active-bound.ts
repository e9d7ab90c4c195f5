/** Never more active pods than parallelism, completions and the replacement policy allow (semantics 03, section 6). */

import { IndexSet } from "../../api/index-set.ts";
import type { Job } from "../../api/types.ts";
import type { Invariant } from "./invariant.ts";
import { isIndexed, isOutOfRange, replacesOnlyFailed } from "./job-reading.ts";
import { creationDefect } from "./known-defects.ts";
import type { JobRecord, Ledger, PodRecord } from "./ledger.ts";
import { PerJob } from "./per-job.ts";
import { hasFinalizer } from "./pod-reading.ts";
import { largest } from "./spec-window.ts";

/** Pods that succeeded, split into those that a controller can know by now and the rest. */
class Successes {
  #waiting: PodRecord[] = [];
  readonly indexes = new IndexSet();
  count = 0;

  add(pod: PodRecord): void {
    this.#waiting.push(pod);
  }

  /** Forgets indexes that a scale-down removes: they run again when the Job grows. */
  forgetFrom(completions: number): void {
    this.indexes.deleteFrom(completions);
    this.#waiting = this.#waiting.filter(({ index }) => index < completions);
  }

  /** Moves those that have become known. */
  update(ledger: Ledger): void {
    for (let pod = this.#waiting[0]; pod !== undefined && ledger.isKnown(pod.terminalMs); pod = this.#waiting[0]) {
      this.#waiting.shift();
      // A pod that was listed as failed while it terminated stays a failure.
      if (pod.forgotten || pod.listedAs === "failed") continue;
      this.count++;
      if (pod.index >= 0) this.indexes.add(pod.index);
    }
  }
}

function wanted(job: Job, successes: Successes): number {
  const { parallelism = 1, completions } = job.spec;
  if (completions === undefined) return successes.count > 0 ? 0 : parallelism;
  const done = isIndexed(job) ? successes.indexes.size : successes.count;
  return Math.max(0, Math.min(parallelism, completions - done));
}

function countOccupied(record: JobRecord): number {
  return replacesOnlyFailed(record.job) ? record.living.size : record.living.size - record.marked;
}

/** A creation never raises the number of pods above what the Job asks for. */
export const activeBound: Invariant = {
  id: "active-bound",
  sentence:
    "No pod is created beyond parallelism, the completions still needed, and (with replacement of failed pods only) those that terminate.",
  source: "docs/semantics/03-sync-loop.md, section 6; docs/semantics/06-indexed.md, section 4",
  watch(ledger) {
    const successes = new PerJob(() => new Successes());
    return {
      job({ object }, record) {
        if (isIndexed(object) && record.specs.length > 1) successes.of(record).forgetFrom(object.spec.completions ?? 0);
      },
      pod({ type, actor, previous }, record, report) {
        const { job } = record;
        if (job === undefined) return;
        if (record.terminalMs === ledger.nowMs && record.pod.status.phase === "Succeeded" && previous !== undefined) {
          if (
            previous.status.phase !== "Succeeded" &&
            hasFinalizer(record.pod) &&
            !isOutOfRange(job.job, record.index)
          ) {
            successes.of(job).add(record);
          }
          return;
        }
        if (type !== "ADDED" || actor === "user" || job.tampered) return;
        report.armed();
        const known = successes.of(job);
        known.update(ledger);
        const allowed = largest(ledger, job, (version) => wanted(version, known));
        const occupied = countOccupied(job);
        if (occupied <= allowed) return;
        const what = replacesOnlyFailed(job.job) ? "active or terminating" : "active";
        report({
          job,
          known: creationDefect(ledger),
          message: `pod ${record.pod.metadata.name} is created as number ${occupied} of the ${what} pods; ${allowed} are allowed`,
          numbers: { occupied, allowed, succeeded: known.count },
        });
      },
    };
  },
};
