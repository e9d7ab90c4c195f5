/**
 * The order in which pods that are equal in every other way are taken.
 *
 * Kubernetes leaves it to chance: its lists come out of Go maps. Here it is a choice of the run, so that a run repeats
 * exactly and every outcome that chance could give can be asked for.
 */

import type { Pod } from "../../api/types.ts";

/** Oldest or newest first, or shuffled by a seed. */
export type PodListOrder = "oldestFirst" | "newestFirst" | { readonly shuffledBy: number };

/** Negative where `a` is taken before `b`; 0 for one and the same pod only. */
export type ComparePods = (a: Pod, b: Pod) => number;

/** The comparison of an order. UIDs of a run rise with the order of creation. */
export function comparePods(order: PodListOrder): ComparePods {
  if (order === "oldestFirst") return byUid;
  if (order === "newestFirst") return (a, b) => byUid(b, a);
  const { shuffledBy } = order;
  return (a, b) => scatter(a.metadata.uid, shuffledBy) - scatter(b.metadata.uid, shuffledBy) || byUid(a, b);
}

function byUid({ metadata: { uid: a } }: Pod, { metadata: { uid: b } }: Pod): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A number without pattern for each UID and seed. */
function scatter(uid: string, seed: number): number {
  let hash = Math.imul(seed + 1, 0x9e3779b1);
  for (let at = 0; at < uid.length; at++) hash = Math.imul(hash ^ uid.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x85ebca6b) >>> 0;
}
