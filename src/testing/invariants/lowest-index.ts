/** New pods take the lowest indexes that have none (semantics 06, section 4). */

import type { Invariant } from "./invariant.ts";
import { isIndexed } from "./job-reading.ts";
import { PerJob } from "./per-job.ts";
import { isUndisturbed } from "./undisturbed.ts";

/** Judged while nothing goes wrong: a creation that fails lets later ones overtake it. */
export const lowestIndex: Invariant = {
  id: "lowest-index",
  sentence: "No index of a Job gets its first pod before all lower indexes have had one.",
  source: "docs/semantics/06-indexed.md, sections 4 and 5",
  watch(ledger) {
    const started = new PerJob(() => new Set<number>());
    return {
      pod({ type, actor }, { job, index }, report) {
        if (type !== "ADDED" || job === undefined || index < 0 || !isIndexed(job.job)) return;
        const indexes = started.of(job);
        const before = indexes.size;
        indexes.add(index);
        if (actor === "user" || job.tampered) return;
        if (!isUndisturbed(ledger)) return report.excused();
        report.armed();
        // As many as there are below it: none of them is missing.
        if (indexes.size === before || index <= before) return;
        const missing = Array.from({ length: index }, (_, lower) => lower).find((lower) => !indexes.has(lower));
        if (missing === undefined) return;
        report({
          job,
          message: `index ${index} gets its first pod before index ${missing}`,
          numbers: { index, missing },
        });
      },
    };
  },
};
