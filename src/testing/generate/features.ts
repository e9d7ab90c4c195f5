/**
 * What a trial can contain. Each trial draws which features are on (swarm testing): a mix of everything hides what only
 * shows if something else is absent.
 */

import { type Choices, chance, pick, type Source, someOf } from "../source.ts";

/** Features of Jobs and of how their pods behave. */
export const JOB_FEATURES = [
  "indexed",
  "workQueue",
  "failures",
  "backoffLimit",
  "perIndexLimit",
  "failurePolicy",
  "successPolicy",
  "deadline",
  "ttl",
  "replacementPolicy",
  "onFailure",
  "slowStop",
  "readiness",
  "stuckPods",
  "suspended",
] as const;

/** What users and nodes do to a running Job. */
export const ACTION_FEATURES = [
  "suspend",
  "resize",
  "editLimits",
  "deleteJob",
  "recreateJob",
  "deletePods",
  "disruptions",
  "secondJob",
] as const;

/** What goes wrong around the controllers. */
export const FAULT_FEATURES = [
  "restarts",
  "crashes",
  "lag",
  "latency",
  "apiErrors",
  "lostAnswers",
  "crashPoints",
  "stalls",
  "relists",
  "staleRelists",
  "repeats",
  "lateWatches",
  "overlaps",
  "quotas",
  "podGc",
  "nodes",
  "rateLimit",
] as const;

/** CronJobs in addition to the Jobs; drawn last, so that the rest of a trial is the same without them. */
export const SCHEDULE_FEATURES = ["cronJobs"] as const;

/** Pods that give the kubelet more to do than to run them; drawn last as well. */
export const POD_FEATURES = ["fullPods", "kubeletEvictions"] as const;

/** Further faults around the controllers; drawn last as well, each by itself. */
export const LATER_FAULTS = ["lateWrites", "slowCalls", "oldLists"] as const;

/** Faults of replicas, in trials of an author's own world. */
export const REPLICA_FAULTS = ["partitions"] as const;

/** Worlds of another size or shape; drawn like the further faults. */
export const WORLD_FEATURES = ["namespaces", "largeJobs"] as const;

/** Clusters with too little room and urgent Jobs; drawn after everything else. */
export const CROWD_FEATURES = ["crowds"] as const;

/** Changes to what only the controller should touch; few invariants hold for a Job treated this way. */
export const TAMPERING_FEATURES = ["editPods", "phaseFlips", "userPods", "editStatus"] as const;

/** The features of generated trials. */
export const FEATURES = [...JOB_FEATURES, ...ACTION_FEATURES, ...FAULT_FEATURES, ...TAMPERING_FEATURES] as const;

/** Features that are drawn after all others, so that those keep their draws. */
export const LAST_FEATURES = [
  ...SCHEDULE_FEATURES,
  ...POD_FEATURES,
  ...LATER_FAULTS,
  ...WORLD_FEATURES,
  ...CROWD_FEATURES,
] as const;

/** A feature of generated trials. */
export type Feature = (typeof FEATURES | typeof LAST_FEATURES | typeof REPLICA_FAULTS)[number];
export type FeatureSet = ReadonlySet<Feature>;

/** Features of runs in which nothing goes wrong around the controllers. */
export const FAULTLESS: readonly Feature[] = [...JOB_FEATURES, ...ACTION_FEATURES];

type FeatureGroups = readonly { readonly features: ReadonlySet<Feature>; readonly densities: Choices<number> }[];

/** Groups, and the densities that a trial may give each: some trials have nearly all of a group, some none. */
const GROUPS: FeatureGroups = [
  { features: new Set<Feature>(JOB_FEATURES), densities: [10, 20, 30, 40, 50, 60, 70, 80] },
  { features: new Set<Feature>(ACTION_FEATURES), densities: [10, 0, 20, 30, 50, 70] },
  { features: new Set<Feature>(FAULT_FEATURES), densities: [5, 0, 10, 20, 40] },
];

/** Share of trials with a CronJob. */
const SCHEDULE_PERCENT = 15;
/** Share of trials with too little room. */
const CROWD_PERCENT = 6;
/** Share of trials with each feature of pods. */
const POD_PERCENT = 25;

/** Of ten thousand trials those with each further fault, and each other world. */
const LATER_SHARES: { readonly [F in (typeof LATER_FAULTS | typeof WORLD_FEATURES)[number]]: number } = {
  lateWrites: 1_200,
  slowCalls: 800,
  oldLists: 500,
  namespaces: 500,
  // One costs as much as a hundred others.
  largeJobs: 10,
};
const IN_ALL = 10_000;

/** Share of trials with tampering: few invariants hold for them. */
const TAMPERING_PERCENT = 10;
const TAMPERING_DENSITY = 40;
/** If this few features are named, each trial has them all. */
const FEW = 4;

/** Groups of a trial of an author's own world: it is played less often, so more goes wrong in each trial. */
export const OWN_WORLD_GROUPS: FeatureGroups = GROUPS.map((group) =>
  group.features.has("lag") ? { ...group, densities: [30, 0, 60, 80] } : group,
);

/** Which of the allowed features a trial has. */
export function drawFeatures(source: Source, allowed: readonly Feature[], groups: FeatureGroups = GROUPS): FeatureSet {
  const drawn = new Set<Feature>();
  for (const { features, densities } of groups) {
    const group = allowed.filter((feature) => features.has(feature));
    const density = group.length <= FEW ? 50 : pick(source, densities);
    for (const feature of someOf(source, group, density)) drawn.add(feature);
  }
  const tampering = TAMPERING_FEATURES.filter((feature) => allowed.includes(feature));
  if (tampering.length === allowed.length || chance(source, TAMPERING_PERCENT)) {
    for (const feature of someOf(source, tampering, TAMPERING_DENSITY)) drawn.add(feature);
  }
  return drawn;
}

/** Whether a trial also has a CronJob. */
export function hasCronJob(source: Source, allowed: readonly Feature[]): boolean {
  if (!allowed.includes("cronJobs")) return false;
  return chance(source, allowed.length <= FEW ? 50 : SCHEDULE_PERCENT);
}

/** Whether a trial has too little room. */
export function isCrowded(source: Source, allowed: readonly Feature[]): boolean {
  if (!allowed.includes("crowds")) return false;
  return chance(source, allowed.length <= FEW ? 50 : CROWD_PERCENT);
}

/** Which of the features of pods a trial has. */
export function drawPodFeatures(source: Source, allowed: readonly Feature[]): FeatureSet {
  const known = POD_FEATURES.filter((feature) => allowed.includes(feature));
  return new Set(someOf(source, known, allowed.length <= FEW ? 70 : POD_PERCENT));
}

/** Which further faults and other worlds a trial has. */
export function drawLaterFeatures(source: Source, allowed: readonly Feature[]): FeatureSet {
  const known = [...LATER_FAULTS, ...WORLD_FEATURES].filter((feature) => allowed.includes(feature));
  const isFew = allowed.length <= FEW;
  return new Set(known.filter((one) => source.below(IN_ALL) >= IN_ALL - (isFew ? IN_ALL / 2 : LATER_SHARES[one])));
}

/** What a check draws from by default: everything; CronJobs only if there is a controller for them. */
export const CHECKED_FEATURES: readonly Feature[] = [...FEATURES, ...LAST_FEATURES];
/** The same for other controllers than those of Kubernetes. */
export const FEATURES_FOR_OTHERS: readonly Feature[] = [...FEATURES, ...LATER_FAULTS, ...WORLD_FEATURES];
