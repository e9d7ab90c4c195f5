/**
 * The releases of Kubernetes as data: each has its differences from the next one.
 *
 * A minor release stands for a late patch release with default feature gates (semantics 10, sections 1 and 6).
 */

import { oncePerObject } from "../../api/once-per-object.ts";
import { DEFAULT_SWITCHES, type Switches } from "../switches.ts";
import { KUBELET_DIFFERENCES } from "./kubelet-releases.ts";
import { SCHEDULER_DIFFERENCES } from "./scheduler-releases.ts";

/**
 * The differences of each release from the one above it. Kubelet and scheduler have separate tables.
 */
const DIFFERENCES = {
  "1.36": {},
  "1.36.2": { activeDuringBackoff: "zero" },
  "1.36.1": {},
  "1.36.0": {},
  "1.35": {
    podFields: "1.35",
    cacheConsistency: false,
    suspendClearsStartTime: false,
    mutableTemplate: "schedulingAndGates",
    statusTexts: "reworded",
  },
  "1.34": { podFields: "1.34", labelLengthUnit: "characters" },
  "1.33": { podFields: "1.33", finishedMemory: false, podOwnerMatch: "uid", statusTexts: "first" },
  "1.32": { podFields: "1.32" },
  "1.31": {
    podFields: "1.31",
    finishedJobUpdate: "syncAndCleanUp",
    orphanQueue: "perPod",
    sidecarDeletionOrder: false,
    managedBy: "dropped",
    strictStatusValidation: "successCriteria",
    tooLongText: "mustHaveAtMost",
  },
  "1.30": {
    podFields: "1.30",
    sidecarFinishTime: false,
    deleteDropsBackoff: false,
    orphanRespectsOthers: false,
    failureTarget: "failJob",
    successCriteriaMet: false,
    completeReason: "empty",
    terminalConditionDelay: false,
    completionCountsRest: true,
    deletedAddsToTerminating: false,
    deletedLowersReady: false,
    eventBudget: "perObject",
    successNoted: "laterSync",
    completedJobText: "status",
    successPolicy: "dropped",
    generateNameRetries: false,
    statusColumn: "plain",
    strictStatusValidation: "successPolicy",
  },
  "1.29": {
    podFields: "1.29",
    successPolicy: "unknown",
    managedBy: "unknown",
    zoneColumn: false,
    statusColumn: "none",
    strictStatusValidation: "counters",
  },
  "1.28": {
    podFields: "1.28",
    finishedJobUpdate: "sync",
    terminatingField: false,
    replaceAfterTermination: "podFailurePolicy",
    backoffLimitPerIndex: "dropped",
    podReplacementPolicy: "dropped",
    zoneInSchedule: "allowed",
    manualSelectorDefaulted: false,
  },
  "1.27": {
    podFields: "1.27",
    jobUpdateDelay: "none",
    podFailedEventDelay: "retries",
    errorRetry: "10s-360s",
    newFailureIsError: true,
    conflict409: "requeue",
    backoffCap: "360s",
    backoffRecheckMin: "none",
    creationExpectation: "early",
    replaceAfterTermination: "never",
    indexLabelOnPods: false,
    scheduledTimestamp: false,
    manualJobControlled: false,
    backoffLimitPerIndex: "unknown",
    podReplacementPolicy: "unknown",
    trackingAnnotation: "kept",
    completionsWarning: false,
  },
  "1.26": {
    podFields: "1.26",
    retryReset: "progress",
    backoffSource: "retries",
    historyCleanUp: "last",
    missedStartsText: "counted",
    elasticIndexed: false,
    prefixedLabels: false,
    selectorKey: "legacy",
    mutableTemplate: "scheduling",
    nameWarning: false,
  },
  "1.25": {
    podFields: "1.25",
    backoffLimitCheck: "guarded",
    failureTarget: "never",
    capBlocksFinish: false,
    finishEventBeforeWrite: true,
    podFailurePolicy: "dropped",
    trackingAnnotation: "added",
  },
} as const satisfies Readonly<Record<string, Partial<Switches>>>;

/** A release that can be simulated: a minor release, or a patch release with a difference in behaviour. */
export type Release = keyof typeof DIFFERENCES;

export const NEWEST_RELEASE: Release = "1.36";

const SWITCHES = accumulate();

/** All releases, oldest first. */
export const RELEASES: readonly Release[] = [...SWITCHES.keys()].reverse();

/** The minor releases, oldest first. */
export const MINOR_RELEASES: readonly Release[] = RELEASES.filter((release) => release.split(".").length === 2);

/**
 * Whether a text names a release that can be simulated.
 *
 * @example
 * isRelease("1.36"); // true
 */
export function isRelease(text: string): text is Release {
  return Object.hasOwn(DIFFERENCES, text);
}

/**
 * The switches of a release.
 *
 * @example
 * switchesOf("1.35").suspendClearsStartTime; // false
 */
export function switchesOf(release: Release): Switches {
  return SWITCHES.get(release) ?? DEFAULT_SWITCHES;
}

/**
 * The switches of a plan: those of its release, with its overrides.
 *
 * Equal runs get the same object, which the API server uses as a cache key.
 */
export function switchesOfPlan({
  kubernetes = NEWEST_RELEASE,
  switches,
}: {
  readonly kubernetes?: Release;
  readonly switches?: Partial<Switches>;
}): Switches {
  if (switches === undefined) return switchesOf(kubernetes);
  const byRelease = overridden(switches);
  let result = byRelease.get(kubernetes);
  if (result === undefined) {
    result = { ...switchesOf(kubernetes), ...switches };
    byRelease.set(kubernetes, result);
  }
  return result;
}

const overridden = oncePerObject((_switches: Partial<Switches>) => new Map<Release, Switches>());

function accumulate(): ReadonlyMap<Release, Switches> {
  const known = new Map<Release, Switches>();
  let above = DEFAULT_SWITCHES;
  for (const [release, differences] of Object.entries(DIFFERENCES)) {
    if (!isRelease(release)) continue;
    above = { ...above, ...differences, ...KUBELET_DIFFERENCES[release], ...SCHEDULER_DIFFERENCES[release] };
    known.set(release, above);
  }
  return known;
}
