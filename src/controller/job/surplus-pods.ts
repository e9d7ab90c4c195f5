/** Which pods are deleted if a Job has too many (semantics 03, sections 6 and 8). */

import { deletionOrder } from "./deletion-order.ts";
import { misplacedPods } from "./misplaced-pods.ts";
import { isIndexed, type SyncContext } from "./sync-context.ts";
import type { TrackedPod } from "./tracked-pod.ts";

/**
 * The pods to remove: first those with an invalid or duplicate index, then the least advanced.
 *
 * Upstream: `activePodsForRemoval`.
 */
export function surplusPods({ job, pods, env }: SyncContext, surplus: number): TrackedPod[] {
  const order = deletionOrder(env.compareListed, env.switches.sidecarDeletionOrder);
  const misplaced =
    isIndexed(job) && pods.hasMisplacedActive ? misplacedPods(pods.active, job.spec.completions ?? 0, order) : [];
  if (misplaced.length >= surplus) return misplaced;
  const taken = new Set(misplaced);
  const rest = [...pods.active].filter((pod) => !taken.has(pod)).sort((a, b) => order(a.pod, b.pod));
  return [...misplaced, ...rest.slice(0, surplus - misplaced.length)];
}
