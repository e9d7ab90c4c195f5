/** Plugins that can gate a pod (extension point PreEnqueue). */

import type { ClusterEvent, PodClusterEvent } from "../cluster-event.ts";
import type { PodInfo } from "../pod-info.ts";

/** Returns the plugin that gates a pod, if one does. */
export type Gatekeeper = (pod: PodInfo) => string | undefined;

/** The event that makes a plugin check its gated pods again. */
const GATE_ACTIONS: Readonly<Record<string, PodClusterEvent["action"]>> = {
  SchedulingGates: "podGates",
  DefaultPreemption: "podDelete",
};

/** Whether an event may open the gate of a plugin. */
export function mayOpen(plugin: string, event: ClusterEvent): boolean {
  return event.resource === "all" || (event.resource === "pod" && GATE_ACTIONS[plugin] === event.action);
}
