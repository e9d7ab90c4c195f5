/** Finds unneeded nodes: those with low utilisation whose pods fit elsewhere. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { Pod } from "../../api/types.ts";
import type { NodeInfo } from "../../scheduler/node-info.ts";
import type { PodInfo } from "../../scheduler/pod-info.ts";
import type { ClusterView } from "./cluster-view.ts";
import { UTILISATION_THRESHOLD } from "./pool.ts";

const SAFE_VOLUMES = "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes";
const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/** The utilisation of a node: that of its GPUs if it has any, otherwise the higher one of CPU and memory. */
export function utilisationOf({ allocatable, requested }: NodeInfo): number {
  const gpus = [...allocatable.scalars].filter(([name, amount]) => name.endsWith("/gpu") && amount > 0);
  const share = (used: number, all: number) => (all === 0 ? 0 : used / all);
  if (gpus.length > 0) {
    return Math.max(...gpus.map(([name, amount]) => share(requested.scalars.get(name) ?? 0, amount)));
  }
  return Math.max(share(requested.milliCpu, allocatable.milliCpu), share(requested.memory, allocatable.memory));
}

/** What the autoscaler asks about a pod by its UID. */
export interface PodsOnNodes {
  podOf(uid: string): Pod | undefined;
  /** Whether disruption budgets allow its eviction. */
  mayBeEvicted(pod: Pod): boolean;
}

/**
 * The nodes that can be removed, one after the other: simulated moves of pods are kept for the next node.
 *
 * @param candidates nodes of pools that may shrink
 */
export function unneededNodes(view: ClusterView, candidates: readonly NodeInfo[], pods: PodsOnNodes): NodeInfo[] {
  const unneeded: NodeInfo[] = [];
  // Empty nodes first, so that no pods are moved to them.
  const ordered = [...candidates].sort((a, b) => a.pods.length - b.pods.length);
  for (const node of ordered) {
    if (utilisationOf(node) >= UTILISATION_THRESHOLD) continue;
    if (node.pods.some(({ uid }) => isBlocking(pods.podOf(uid), pods))) continue;
    if (canMove(view, node, unneeded)) unneeded.push(node);
  }
  return unneeded;
}

/**
 * Whether a pod blocks the removal of its node: it has no controller, keeps files there, is protected by a budget,
 * or is annotated.
 */
function isBlocking(pod: Pod | undefined, { mayBeEvicted }: PodsOnNodes): boolean {
  if (pod === undefined) return false;
  const { annotations, ownerReferences = [], namespace } = pod.metadata;
  const isSafe = annotations?.[SAFE_TO_EVICT];
  if (isSafe === "false" || !mayBeEvicted(pod)) return true;
  if (isSafe === "true") return false;
  if (namespace === "kube-system" || !ownerReferences.some(({ controller }) => controller === true)) return true;
  const movable = new Set(annotations?.[SAFE_VOLUMES]?.split(","));
  return namedObjects(pod.spec.volumes).some((volume) => isOnNode(volume) && !movable.has(String(volume.name)));
}

/** Whether the files of a volume are lost with the node. */
function isOnNode({ hostPath, emptyDir }: JsonObject): boolean {
  return isJsonObject(hostPath) || (isJsonObject(emptyDir) && emptyDir.medium !== "Memory");
}

function namedObjects(volumes: unknown): readonly JsonObject[] {
  return Array.isArray(volumes) ? volumes.filter(isJsonObject) : [];
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
