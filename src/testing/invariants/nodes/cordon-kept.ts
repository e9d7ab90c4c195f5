/** A cordoned node gets no further pods (semantics 13). */

import { NODE } from "../../../api/kinds/node.ts";
import type { Pod } from "../../../api/types.ts";
import { isCommitOf } from "../../../apiserver/log.ts";
import type { Invariant } from "../invariant.ts";
import { isBinding } from "./binding.ts";

const CORDON = "node.kubernetes.io/unschedulable";

function toleratesCordons({ spec }: Pod): boolean {
  return (spec.tolerations ?? []).some(
    ({ key = "", operator }) => key === CORDON || (key === "" && operator === "Exists"),
  );
}

export const cordonKept: Invariant = {
  id: "cordon-kept",
  sentence: "No pod is bound to a node that is cordoned, unless it tolerates that.",
  source: "docs/semantics/13-scheduling.md",
  watch(ledger) {
    /** Since when nodes are cordoned, in milliseconds of the run. */
    const cordoned = new Map<string, number>();
    return {
      entriesAfter: NODE.resource,
      entry(entry, report) {
        if (isCommitOf(NODE, entry)) {
          const { metadata, spec } = entry.object;
          if (entry.type === "DELETED" || spec?.unschedulable !== true) cordoned.delete(metadata.name);
          else if (!cordoned.has(metadata.name)) cordoned.set(metadata.name, entry.timeMs);
        }
        if (entry.kind !== "commit" || entry.resource !== "pods" || cordoned.size === 0 || !isBinding(entry)) return;
        report.armed();
        const { metadata, spec } = entry.object;
        const sinceMs = cordoned.get(spec.nodeName ?? "");
        if (!ledger.isKnown(sinceMs) || toleratesCordons(entry.object)) return;
        const message = `${metadata.name} is bound to ${spec.nodeName}, which has been cordoned since ${sinceMs} ms`;
        report({ job: ledger.pods.get(metadata.uid)?.job, message });
      },
    };
  },
};
