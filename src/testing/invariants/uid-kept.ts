/** A UID stays listed while its pod still has the finalizer (semantics 04, section 3, steps A and H; issue 104666). */

import type { Invariant, Report } from "./invariant.ts";
import { viewDefect } from "./known-defects.ts";
import type { JobRecord, Ledger } from "./ledger.ts";
import { hasFinalizer } from "./pod-reading.ts";

function checkRemoved(ledger: Ledger, record: JobRecord, uids: readonly string[], report: Report): void {
  for (const uid of uids) {
    const pod = ledger.pods.get(uid);
    if (pod === undefined || pod.gone || !hasFinalizer(pod.pod)) continue;
    const known = viewDefect(ledger);
    record.stuckBy ??= known;
    report({
      job: record,
      known,
      message: `pod ${pod.pod.metadata.name} leaves the uncounted list and still has its finalizer`,
    });
  }
}

/** No UID is dropped from the uncounted lists before its pod has lost the finalizer. */
export const uidKept: Invariant = {
  id: "uid-kept",
  sentence: "No UID leaves the list of uncounted pods while its pod has the tracking finalizer.",
  source: "docs/semantics/04-accounting.md, section 3, steps A and H",
  watch(ledger) {
    return {
      job({ actor, verb }, record, report) {
        const { listing, tampered } = record;
        if (listing === undefined || verb !== "updateStatus" || actor === "user" || tampered) return;
        if (listing.succeeded.removed.length + listing.failed.removed.length > 0) report.armed();
        checkRemoved(ledger, record, listing.succeeded.removed, report);
        checkRemoved(ledger, record, listing.failed.removed, report);
      },
    };
  },
};
