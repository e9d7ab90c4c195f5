/** How the scheduler of each release differs from that of the one above it (semantics 13, section 12). */

import type { ReleasedSchedulerSwitches } from "../../scheduler/switches.ts";

/** By minor release. */
export const SCHEDULER_DIFFERENCES: Readonly<Record<string, Partial<ReleasedSchedulerSwitches>>> = {
  "1.35": { balancedScore: "after" },
  "1.33": {
    spreadLabelKeysMerged: false,
    untoleratedTaintReason: "withTaint",
    oversizedRequest: "unschedulable",
    backoffCounts: "attempts",
    dynamicResources: false,
    podLevelResources: false,
  },
  "1.32": { asyncPreemption: false, popFromBackoffQ: false, sidecarHostPorts: false },
  "1.31": { queueingHints: false, pinnedNodesCounted: false, balancedSkipsEmpty: false },
  "1.28": { failedSchedulingText: "twoDots", preemptedEvent: "aPod" },
  "1.26": { minDomains: false, spreadLabelKeys: false, preemptorWaitsFor: "anyTerminating" },
  "1.25": {
    failedSchedulingText: "noDot",
    preFilterMessage: "perNode",
    disruptionTargetOnVictims: false,
    nodeInclusionPolicy: false,
  },
};
