/** No node is given more than it has (semantics 13). */

import type { Invariant, Report } from "../invariant.ts";
import type { PodRecord } from "../ledger.ts";
import { isBinding } from "./binding.ts";
import { demandOf, type NodeAmounts, ONE, sumOf } from "./pod-demand.ts";

/** What a node has plenty of, unless its plan says how much. */
const WITHOUT_LIMIT: ReadonlySet<string> = new Set(["cpu", "memory"]);

/**
 * Whether nothing of a pod runs any more: it has ended, even if a user has undone that, or was killed without a grace
 * period, which its kubelet reports a moment later.
 */
function hasLeft({ pod, terminalMs, gone }: PodRecord): boolean {
  return gone || terminalMs !== undefined || pod.metadata.deletionGracePeriodSeconds === 0;
}

function judge(
  nodeName: string,
  room: NodeAmounts,
  there: Iterable<PodRecord>,
  bound: PodRecord,
  report: Report,
): void {
  const demands = [...there].map(({ pod }) => demandOf(pod.spec));
  const known = demands.filter((demand) => demand !== undefined);
  if (known.length < demands.length) {
    report.excused();
    return;
  }
  report.armed();
  for (const [name, wanted] of sumOf(...known)) {
    const has = room.get(name) ?? (WITHOUT_LIMIT.has(name) ? wanted : 0n);
    if (wanted <= has) continue;
    const [wants, allows] = [Number(wanted) / Number(ONE), Number(has) / Number(ONE)];
    const message = `pods on ${nodeName} request ${wants} of ${name}, of which it has ${allows}`;
    report({ job: bound.job, message, numbers: { wants, has: allows } });
  }
}

/**
 * Only what is bound is judged: users may put pods on any node. It is judged when the instant is over, in which the
 * pods whose room it takes may still have to report their end.
 */
export const roomKept: Invariant = {
  id: "room-kept",
  sentence: "A pod is only bound to a node that has room for what it requests, next to the pods that are there.",
  source: "docs/semantics/13-scheduling.md",
  watch({ circumstances: { rooms } }) {
    const onNode = new Map<string, Set<PodRecord>>();
    const bound = new Map<string, PodRecord>();
    let boundMs = 0;
    const judgeAll = (report: Report) => {
      for (const [nodeName, record] of bound) {
        const there = [...(onNode.get(nodeName) ?? [])];
        judge(nodeName, rooms.get(nodeName) ?? new Map(), there, record, report);
      }
      bound.clear();
    };
    return {
      pod(commit, record, report) {
        if (bound.size > 0 && commit.timeMs > boundMs) judgeAll(report);
        const { nodeName = "" } = commit.object.spec;
        if (!rooms.has(nodeName)) return;
        const there = onNode.get(nodeName) ?? new Set();
        onNode.set(nodeName, there);
        if (hasLeft(record)) there.delete(record);
        else there.add(record);
        if (!isBinding(commit)) return;
        bound.set(nodeName, record);
        boundMs = commit.timeMs;
      },
      end: judgeAll,
    };
  },
};
