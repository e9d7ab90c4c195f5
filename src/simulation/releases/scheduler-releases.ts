/** What the scheduler of each release does differently from the one above it (semantics 13, section 12). */

import { CURRENT_SCHEDULER, type SchedulerSwitches } from "../../scheduler/switches.ts";
import { NEWEST_RELEASE, RELEASES, type Release } from "./releases.ts";

/** Read from top to bottom; patch releases are as their minor one. */
const DIFFERENCES: readonly (readonly [Release, Partial<SchedulerSwitches>])[] = [
  ["1.36", {}],
  ["1.35", { balancedScore: "after" }],
  ["1.34", {}],
  [
    "1.33",
    {
      spreadLabelKeysMerged: false,
      untoleratedTaintReason: "withTaint",
      oversizedRequest: "unschedulable",
      backoffCounts: "attempts",
      dynamicResources: false,
      podLevelResources: false,
    },
  ],
  ["1.32", { asyncPreemption: false, popFromBackoffQ: false, sidecarHostPorts: false }],
  ["1.31", { queueingHints: false, pinnedNodesCounted: false, balancedSkipsEmpty: false }],
  ["1.30", {}],
  ["1.29", {}],
  ["1.28", { failedSchedulingText: "twoDots", preemptedEvent: "aPod" }],
  ["1.27", {}],
  ["1.26", { minDomains: false, spreadLabelKeys: false, preemptorWaitsFor: "anyTerminating" }],
  [
    "1.25",
    {
      failedSchedulingText: "noDot",
      preFilterMessage: "perNode",
      disruptionTargetOnVictims: false,
      nodeInclusionPolicy: false,
    },
  ],
];

const SWITCHES = accumulate();

/** The switches of the scheduler of a release. */
export function schedulerSwitchesOf(release: Release = NEWEST_RELEASE): SchedulerSwitches {
  return SWITCHES.get(release) ?? CURRENT_SCHEDULER;
}

function accumulate(): ReadonlyMap<Release, SchedulerSwitches> {
  const minor = new Map<string, SchedulerSwitches>();
  let above = CURRENT_SCHEDULER;
  for (const [release, differences] of DIFFERENCES) {
    above = { ...above, ...differences };
    minor.set(release, above);
  }
  return new Map(RELEASES.map((release) => [release, minor.get(minorOf(release)) ?? CURRENT_SCHEDULER]));
}

function minorOf(release: Release): string {
  return release.split(".").slice(0, 2).join(".");
}
