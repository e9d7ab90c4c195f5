/** Which nodes nobody needs: those that are little used, and whose pods would fit elsewhere. */

import type { Pod } from "../../api/types.ts";
import type { NodeInfo } from "../../scheduler/node-info.ts";
import type { PodInfo } from "../../scheduler/pod-info.ts";
import type { ClusterView } from "./cluster-view.ts";
import { UTILISATION_THRESHOLD } from "./pool.ts";

const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/** The share of a node that is asked for: of its GPUs if it has any, and else of the scarcer of CPU and memory. */
export function utilisationOf({ allocatable, requested }: NodeInfo): number {
  const gpus = [...allocatable.scalars].filter(([name, amount]) => name.endsWith("/gpu") && amount > 0);
  const share = (used: number, all: number) => (all === 0 ? 0 : used / all);
  if (gpus.length > 0) {
    return Math.max(...gpus.map(([name, amount]) => share(requested.scalars.get(name) ?? 0, amount)));
  }
  return Math.max(share(requested.milliCpu, allocatable.milliCpu), share(requested.memory, allocatable.memory));
}

/**
 * The nodes that could go, each for itself but one after the other: what has moved to a node in thought stays there.
 *
 * @param candidates nodes of pools that may become smaller
 * @param podOf the object of a pod, by its UID
 */
export function unneededNodes(
  view: ClusterView,
  candidates: readonly NodeInfo[],
  podOf: (uid: string) => Pod | undefined,
): NodeInfo[] {
  const unneeded: NodeInfo[] = [];
  // Empty nodes first: pods of others need not move there.
  const ordered = [...candidates].sort((a, b) => a.pods.length - b.pods.length);
  for (const node of ordered) {
    if (utilisationOf(node) >= UTILISATION_THRESHOLD) continue;
    if (node.pods.some((pod) => isBlocking(podOf(pod.uid)))) continue;
    if (canMove(view, node, unneeded)) unneeded.push(node);
  }
  return unneeded;
}

/** Nobody would create it again, or somebody asked to let it be. */
function isBlocking(pod: Pod | undefined): boolean {
  if (pod === undefined) return false;
  const { annotations, ownerReferences = [], namespace } = pod.metadata;
  const wish = annotations?.[SAFE_TO_EVICT];
  if (wish !== undefined) return wish === "false";
  return namespace === "kube-system" || !ownerReferences.some(({ controller }) => controller === true);
}

function canMove(view: ClusterView, node: NodeInfo, going: readonly NodeInfo[]): boolean {
  const moved: PodInfo[] = [];
  const others = view.state.nodes.filter((other) => other !== node && !going.includes(other));
  for (const pod of [...node.pods]) {
    const target = view.firstFit(pod, others);
    if (target === undefined) {
      for (const back of moved) view.state.setPod(back, node.name);
      return false;
    }
    view.state.setPod(pod, target.name);
    moved.push(pod);
  }
  return true;
}
