/** Active pods of an Indexed Job with an invalid or duplicate index (semantics 03, section 6). */

import type { ComparePods } from "./list-order.ts";
import { NO_INDEX } from "./pod-facts.ts";
import type { TrackedPod } from "./tracked-pod.ts";

/**
 * Active pods whose index is missing or out of range, and all but the most advanced pod of each index.
 *
 * Upstream: `appendDuplicatedIndexPodsForRemoval`.
 */
export function misplacedPods(active: Iterable<TrackedPod>, completions: number, order: ComparePods): TrackedPod[] {
  const misplaced: TrackedPod[] = [];
  const byIndex = new Map<number, TrackedPod[]>();
  for (const pod of active) {
    if (pod.index === NO_INDEX || pod.index >= completions) misplaced.push(pod);
    else byIndex.set(pod.index, [...(byIndex.get(pod.index) ?? []), pod]);
  }
  for (const [, pods] of [...byIndex].sort(([a], [b]) => a - b)) {
    misplaced.push(...pods.sort((a, b) => order(a.pod, b.pod)).slice(0, -1));
  }
  return misplaced;
}
