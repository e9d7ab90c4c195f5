/** Plugins that do not let a pod into the queue (extension point PreEnqueue). */

import type { ClusterEvent, PodClusterEvent } from "../cluster-event.ts";
import type { PodInfo } from "../pod-info.ts";

/** The plugin that holds a pod back, if one does. */
export type Gatekeeper = (pod: PodInfo) => string | undefined;

/** What makes a plugin look again at the pods that it holds back. */
const GATE_ACTIONS: Readonly<Record<string, PodClusterEvent["action"]>> = {
  SchedulingGates: "podGates",
  DefaultPreemption: "podDelete",
};

/** Whether an event may end that a plugin holds pods back. */
export function mayOpen(plugin: string, event: ClusterEvent): boolean {
  return event.resource === "all" || (event.resource === "pod" && GATE_ACTIONS[plugin] === event.action);
}
