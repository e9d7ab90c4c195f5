/** The table of queueing hints, and which events requeue a pod. */

import type { ClusterEvent } from "../cluster-event.ts";
import type { PodInfo } from "../pod-info.ts";
import { affinityHints } from "./affinity-hints.ts";
import type { HintContext, Hints } from "./hint.ts";
import { nodeAffinityHints, nodeNameHints, nodeUnschedulableHints, taintTolerationHints } from "./node-hints.ts";
import { fitHints, nodePortsHints, schedulingGatesHints } from "./room-hints.ts";
import { spreadHints } from "./spread-hints.ts";

/** By the name of the plugin. */
export const HINTS: ReadonlyMap<string, Hints> = new Map(
  [
    schedulingGatesHints,
    nodeUnschedulableHints,
    nodeNameHints,
    taintTolerationHints,
    nodeAffinityHints,
    nodePortsHints,
    fitHints,
    spreadHints,
    affinityHints,
  ].map((hints) => [hints.plugin, hints]),
);

/** Whether an event may help a pod, according to a plugin that rejected it (`isPodWorthRequeuing`). */
export function isWorthRequeuing(
  pod: PodInfo,
  rejectors: Iterable<string>,
  event: ClusterEvent,
  context: HintContext,
): boolean {
  if (event.resource === "all") return true;
  for (const plugin of rejectors) {
    const hints = HINTS.get(plugin);
    if (hints !== undefined && wakes(hints, pod, event, context)) return true;
  }
  return false;
}

function wakes(hints: Hints, pod: PodInfo, event: Exclude<ClusterEvent, { resource: "all" }>, context: HintContext) {
  const { switches } = context;
  if (event.resource === "pod") {
    if (!hints.podActions.includes(event.action)) return false;
    return !switches.queueingHints || hints.onPod(pod, event, context);
  }
  if (hints.nodeActions.includes(event.action)) return !switches.queueingHints || hints.onNode(pod, event, context);
  // A new node may still have taints when it is added: plugins that only register for new nodes would miss the
  // removal of the taints, so every change of taints counts as a new node for them.
  return event.action === "nodeTaints" && hints.nodeActions.includes("nodeAdd");
}
