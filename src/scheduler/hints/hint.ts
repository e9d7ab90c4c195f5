/** Which events may help a pod that a plugin refused (queueing hints). */

import type { NodeAction, NodeClusterEvent, PodAction, PodClusterEvent } from "../cluster-event.ts";
import type { NamespaceLabels } from "../label-terms.ts";
import type { PodInfo } from "../pod-info.ts";
import type { SchedulerSwitches } from "../switches.ts";

export interface HintContext {
  readonly namespaceLabels: NamespaceLabels;
  readonly switches: SchedulerSwitches;
}

/** The events that a plugin registers for, and whether an event may help a pod. */
export interface Hints {
  readonly plugin: string;
  readonly podActions: readonly PodAction[];
  readonly nodeActions: readonly NodeAction[];
  readonly onPod: (pod: PodInfo, event: PodClusterEvent, context: HintContext) => boolean;
  readonly onNode: (pod: PodInfo, event: NodeClusterEvent, context: HintContext) => boolean;
}

export const always = () => true;
export const never = () => false;

/** Whether a pod uses resources of a node: it is assigned or nominated to one. */
export function takesRoom({ object, nominatedNode }: PodInfo): boolean {
  return (object.spec.nodeName ?? "") !== "" || nominatedNode !== "";
}
