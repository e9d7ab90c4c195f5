/** What a kubelet reports of a pod only goes forward (semantics 11). */

import type { ContainerStatus, Pod } from "../../../api/types.ts";
import type { Invariant } from "../invariant.ts";
import type { PodRecord } from "../ledger.ts";
import { isTerminal } from "../pod-reading.ts";

/** Users may write what they like. */
export const phaseFinal: Invariant = {
  id: "phase-final",
  sentence: "A pod that has ended never runs again, and stays Succeeded or Failed.",
  source: "docs/semantics/11-pod-life.md",
  watch() {
    // What a user writes into a phase, its kubelet overwrites.
    const flipped = new Set<PodRecord>();
    return {
      pod({ object, previous, actor }, record, report) {
        const [before, after] = [previous?.status.phase, object.status.phase];
        if (actor === "user" && before !== after) flipped.add(record);
        if (previous === undefined || !isTerminal(previous) || flipped.has(record)) return;
        report.armed();
        if (before === after) return;
        report({ job: record.job, message: `${object.metadata.name} was ${before}, and is ${after}` });
      },
    };
  },
};

function restartsOf({ status }: Pod, container: string): number {
  const found = (one: ContainerStatus) => one.name === container;
  const { initContainerStatuses, containerStatuses } = status;
  return (containerStatuses?.find(found) ?? initContainerStatuses?.find(found))?.restartCount ?? 0;
}

/** Counts of restarts. */
export const restartsCounted: Invariant = {
  id: "restarts-counted",
  sentence: "The count of restarts of a container never falls.",
  source: "docs/semantics/11-pod-life.md",
  watch: () => ({
    pod({ object, previous, actor }, { job }, report) {
      if (previous === undefined || actor === "user" || object.status === previous.status) return;
      const { initContainerStatuses = [], containerStatuses = [] } = object.status;
      for (const { name: container, restartCount: count = 0 } of [...initContainerStatuses, ...containerStatuses]) {
        const earlier = restartsOf(previous, container);
        if (count === earlier) continue;
        report.armed();
        if (count > earlier) continue;
        const message = `restarts of ${container} in ${object.metadata.name} fall from ${earlier} to ${count}`;
        report({ job, message, numbers: { earlier, count } });
      }
    },
  }),
};
