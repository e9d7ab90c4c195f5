/** Preemption helps pods of higher priority only (semantics 13, section 7). */

import type { Pod } from "../../../api/types.ts";
import type { Invariant } from "../invariant.ts";
import type { Ledger, PodRecord } from "../ledger.ts";
import { isMarked, isTerminal } from "../pod-reading.ts";

const REASON = "PreemptionByScheduler";

function isPreempted(pod: Pod | undefined): boolean {
  return (pod?.status.conditions ?? []).some(
    ({ type, status, reason }) => type === "DisruptionTarget" && status === "True" && reason === REASON,
  );
}

/** A pod that waits for room, and may take it from others. */
function mayPreempt({ pod, gone }: PodRecord, victim: Pod): boolean {
  if (gone || isTerminal(pod) || isMarked(pod) || (pod.spec.nodeName ?? "") !== "") return false;
  return pod.spec.preemptionPolicy !== "Never" && (pod.spec.priority ?? 0) > (victim.spec.priority ?? 0);
}

function hasPreemptor({ pods }: Ledger, victim: Pod): boolean {
  for (const record of pods.values()) if (mayPreempt(record, victim)) return true;
  return false;
}

export const preemptedLower: Invariant = {
  id: "preempted-lower",
  sentence: "A pod is only preempted while another one of higher priority waits, whose policy allows it.",
  source: "docs/semantics/13-scheduling.md, section 7",
  watch: (ledger) => ({
    pod({ object, previous, actor }, { job }, report) {
      if (actor === "user" || !isPreempted(object) || isPreempted(previous)) return;
      report.armed();
      if (hasPreemptor(ledger, object)) return;
      const { priority = 0 } = object.spec;
      const message = `${object.metadata.name} is preempted, and no pod of a higher priority waits`;
      report({ job, message, numbers: { priority } });
    },
  }),
};
