/**
 * The controller never asks for a status that the API refuses (semantics 02; issues 111646, 125410, 134521, 139457).
 */

import type { Invariant } from "./invariant.ts";
import { refusalDefect, viewDefect } from "./known-defects.ts";

/** No status write is refused as invalid. */
export const writesAccepted: Invariant = {
  id: "writes-accepted",
  sentence: "The API server refuses no status of the controller as invalid.",
  source: "docs/semantics/02-validation.md; Kubernetes issues 111646, 125410, 134521, 139457",
  watch(ledger) {
    return {
      job({ verb, actor }, _record, report) {
        if (verb === "updateStatus" && actor !== "user") report.armed();
      },
      request({ verb, actor, error, namespace, name, injected }, report) {
        if (verb !== "updateStatus" || actor === "user" || error?.reason !== "Invalid" || injected === true) return;
        const record = ledger.jobNamed(namespace, name);
        if (record === undefined) return;
        if (record.tampered) {
          // If a pod's phase was changed after its end, each sync of its Job fails.
          record.stuckBy ??= "125410";
          return;
        }
        const lasting = refusalDefect(ledger, record, error);
        record.stuckBy ??= lasting;
        // A status computed from a stale view of the pods may contradict the stored one.
        report({ job: record, message: error.message, known: lasting ?? viewDefect(ledger) });
      },
    };
  },
};
