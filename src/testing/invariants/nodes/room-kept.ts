/** No node is given more than it has (semantics 13). */

import type { Invariant } from "../invariant.ts";
import type { PodRecord } from "../ledger.ts";
import { isBinding } from "./binding.ts";
import { demandOf, ONE, sumOf } from "./pod-demand.ts";

/** What a node has plenty of, unless its plan says how much. */
const WITHOUT_LIMIT: ReadonlySet<string> = new Set(["cpu", "memory"]);

/** Only what is bound is judged: users may put pods on any node. */
export const roomKept: Invariant = {
  id: "room-kept",
  sentence: "A pod is only bound to a node that has room for what it requests, next to the pods that are there.",
  source: "docs/semantics/13-scheduling.md",
  watch(ledger) {
    const onNode = new Map<string, Set<PodRecord>>();
    return {
      pod(commit, record, report) {
        const { object } = commit;
        const { nodeName = "" } = object.spec;
        const room = ledger.circumstances.rooms.get(nodeName);
        if (room === undefined) return;
        const there = onNode.get(nodeName) ?? new Set();
        onNode.set(nodeName, there);
        // A pod whose end a user has undone takes no room: nothing runs it again.
        if (record.gone || record.terminalMs !== undefined) there.delete(record);
        else there.add(record);
        if (!isBinding(commit)) return;
        const demands = [...there].map(({ pod }) => demandOf(pod.spec));
        const known = demands.filter((demand) => demand !== undefined);
        if (known.length < demands.length) return report.excused();
        report.armed();
        for (const [name, wanted] of sumOf(...known)) {
          const has = room.get(name) ?? (WITHOUT_LIMIT.has(name) ? wanted : 0n);
          if (wanted <= has) continue;
          const [wants, allows] = [Number(wanted) / Number(ONE), Number(has) / Number(ONE)];
          const message = `pods on ${nodeName} request ${wants} of ${name}, of which it has ${allows}`;
          report({ job: record.job, message, numbers: { wants, has: allows } });
        }
      },
    };
  },
};
