/**
 * The order of pods that compare as equal.
 *
 * In Kubernetes it is random, as lists come out of Go maps. Here a run chooses it, so that runs are reproducible and
 * every possible outcome can be played.
 */

import type { Pod } from "../../api/types.ts";

/** Oldest or newest first, or shuffled by a seed. */
export type PodListOrder = "oldestFirst" | "newestFirst" | { readonly shuffledBy: number };

/** Negative if `a` comes before `b`; 0 only for the same pod. */
export type ComparePods = (a: Pod, b: Pod) => number;

/** The comparison for an order. The UIDs of a run increase in the order of creation. */
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

/** A hash of a UID and a seed. */
function scatter(uid: string, seed: number): number {
  let hash = Math.imul(seed + 1, 0x9e3779b1);
  for (let at = 0; at < uid.length; at++) hash = Math.imul(hash ^ uid.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x85ebca6b) >>> 0;
}
