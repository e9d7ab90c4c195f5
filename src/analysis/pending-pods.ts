/** Pods that wait for a node at the end of a run, and what the scheduler says about them. */

import type { Simulation } from "../simulation/simulation.ts";

/** Pods of one owner that wait for the same reasons. */
export interface PendingPods {
  readonly namespace: string;
  /** The Job that they belong to, or the pod itself. */
  readonly owner: string;
  readonly count: number;
  /** The message of the condition PodScheduled. */
  readonly message: string;
}

/**
 * Groups the pods for which no node was found.
 *
 * @param simulation a run, ended or stopped
 * @returns in the order of their creation; nothing if every pod has a node
 */
export function pendingPods({ server }: Simulation): PendingPods[] {
  const groups = new Map<string, PendingPods>();
  for (const { metadata, status } of server.pods.pods) {
    if (status.phase !== "Pending") continue;
    const condition = status.conditions?.find(({ type }) => type === "PodScheduled");
    if (condition?.status !== "False" || condition.message === undefined) continue;
    const { namespace, name, ownerReferences = [] } = metadata;
    const owner = ownerReferences.find(({ controller }) => controller === true)?.name ?? name;
    const { message } = condition;
    const key = JSON.stringify([namespace, owner, message]);
    const count = (groups.get(key)?.count ?? 0) + 1;
    groups.set(key, { namespace, owner, count, message });
  }
  return [...groups.values()];
}
