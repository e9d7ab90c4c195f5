/** What occupies the room that a pod needs. */

import type { NodeInfo } from "../../scheduler/node-info.ts";
import type { PodInfo } from "../../scheduler/pod-info.ts";
import { amountIn } from "../../scheduler/resources.ts";
import { amount } from "./node-lacks.ts";

/** How many owners are named. */
const MOST_HOLDERS = 3;

interface Holding {
  pods: number;
  amount: number;
  priority: number;
}

/**
 * The owners of the pods on some nodes, those with the most first.
 *
 * @param nodes full nodes of one class
 * @param pod the waiting pod: its scarcest resource is the one that counts
 * @param ownerOf the name of a pod's owner, by the UID of the pod
 */
export function holdersOf(nodes: readonly NodeInfo[], pod: PodInfo, ownerOf: (uid: string) => string): string[] {
  const resource = scarcest(nodes, pod);
  const holdings = new Map<string, Holding>();
  for (const { pods } of nodes) {
    for (const { uid, shape, priority } of pods) {
      const held = resource === undefined ? 1 : amountIn(shape.requests, resource);
      if (held === 0) continue;
      const owner = ownerOf(uid);
      const known = holdings.get(owner) ?? { pods: 0, amount: 0, priority };
      known.pods++;
      known.amount += held;
      known.priority = Math.min(known.priority, priority);
      holdings.set(owner, known);
    }
  }
  const ordered = [...holdings].sort(([, a], [, b]) => b.amount - a.amount);
  const named = ordered.slice(0, MOST_HOLDERS).map(([owner, { pods, amount: held, priority }]) => {
    const what = resource === undefined ? "" : `, ${amount(resource, held)} ${resource}`;
    return `${owner} (${pods === 1 ? "1 pod" : `${pods} pods`}${what}, priority ${priority})`;
  });
  return ordered.length > MOST_HOLDERS ? [...named, `${ordered.length - MOST_HOLDERS} more`] : named;
}

/** The resource of which pods hold most, relative to what the nodes have; nothing if only pod slots are short. */
function scarcest(nodes: readonly NodeInfo[], { shape: { requests } }: PodInfo): string | undefined {
  let [most, found]: [number, string | undefined] = [0, undefined];
  for (const name of ["cpu", "memory", "ephemeral-storage", ...requests.scalars.keys()]) {
    if (amountIn(requests, name) === 0) continue;
    const has = sum(nodes, ({ allocatable }) => amountIn(allocatable, name));
    const share = has === 0 ? 0 : sum(nodes, ({ requested }) => amountIn(requested, name)) / has;
    if (share > most) [most, found] = [share, name];
  }
  return found;
}

function sum(nodes: readonly NodeInfo[], of: (node: NodeInfo) => number): number {
  return nodes.reduce((total, node) => total + of(node), 0);
}
