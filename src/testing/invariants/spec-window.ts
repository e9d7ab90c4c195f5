/** What a Job asked for at any instant that a controller may still have in view. */

import type { Job } from "../../api/types.ts";
import type { JobRecord, Ledger } from "./ledger.ts";

/** The versions of the Job that a controller can act on now, or could have at some instant since, newest first. */
export function* possibleSpecs(ledger: Ledger, { specs }: JobRecord, sinceMs = ledger.nowMs): Generator<Job> {
  for (let at = specs.length - 1; at >= 0; at--) {
    const point = specs[at];
    if (point === undefined) return;
    yield point.job;
    if (ledger.isKnown(point.sinceMs, sinceMs)) return;
  }
}

/** The largest number that any of those versions gives. */
export function largest(ledger: Ledger, record: JobRecord, read: (job: Job) => number): number {
  // There is nearly always only one version.
  if (record.specs.length === 1) return read(record.job);
  let most = Number.NEGATIVE_INFINITY;
  for (const job of possibleSpecs(ledger, record)) most = Math.max(most, read(job));
  return most;
}
