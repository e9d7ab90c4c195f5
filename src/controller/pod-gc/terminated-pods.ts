/** Which pods a pass of the collector deletes. */

import { isNodeReady, type Node, taintsOf } from "../../api/node.ts";
import type { Pod } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import { OUT_OF_SERVICE_KEY } from "../node-lifecycle/taint-sets.ts";

/** `gcTerminated`: the ended pods above the threshold, evicted ones first, then by age. */
export function surplusOf(pods: readonly Pod[], threshold: number): readonly Pod[] {
  const ended = pods.filter(({ status }) => isTerminalPhase(status.phase));
  const surplus = ended.length - threshold;
  return threshold > 0 && surplus > 0 ? ended.toSorted(byEvictionAndCreation).slice(0, surplus) : [];
}

/** `gcTerminating`: terminating pods on a node that is out of service and not ready. */
export function isOutOfService({ metadata }: Pod, node: Node | undefined): boolean {
  if (metadata.deletionTimestamp === undefined || node === undefined || isNodeReady(node)) return false;
  return taintsOf(node).some(({ key }) => key === OUT_OF_SERVICE_KEY);
}

/** `gcUnscheduledTerminating`: terminating pods without a node, which no kubelet can finish. */
export function isUnscheduledTerminating({ metadata, spec }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined && (spec.nodeName ?? "") === "";
}

/** `byEvictionAndCreationTimestamp`. */
export function byEvictionAndCreation(a: Pod, b: Pod): number {
  const evicted = Number(b.status.reason === "Evicted") - Number(a.status.reason === "Evicted");
  if (evicted !== 0) return evicted;
  const [one, other] = [a.metadata, b.metadata];
  if (one.creationTimestamp !== other.creationTimestamp) {
    return one.creationTimestamp < other.creationTimestamp ? -1 : 1;
  }
  return one.name < other.name ? -1 : 1;
}
