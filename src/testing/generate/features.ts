/**
 * What a trial can contain. Each trial draws which features are on (swarm testing): a mix of everything hides what only
 * shows where something else is absent.
 */

import { type Source, someOf } from "../source.ts";

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

/** Changes of what only the controller should touch; few invariants hold for a Job that is treated so. */
export const MEDDLING_FEATURES = ["editPods", "phaseFlips", "userPods", "editStatus"] as const;

export const FEATURES = [...JOB_FEATURES, ...ACTION_FEATURES, ...FAULT_FEATURES, ...MEDDLING_FEATURES] as const;

export type Feature = (typeof FEATURES)[number];
export type FeatureSet = ReadonlySet<Feature>;

/** Features of runs in which nothing goes wrong around the controllers. */
export const FAULTLESS: readonly Feature[] = [...JOB_FEATURES, ...ACTION_FEATURES];

/** Which of the allowed features a trial has. */
export function drawFeatures(source: Source, allowed: readonly Feature[]): FeatureSet {
  // Each trial has its own density: some have nearly all features, some hardly any.
  return new Set(someOf(source, allowed, 10 + source.below(8) * 10));
}

/** What a check draws from unless it is told otherwise: everything but meddling. */
export const CHECKED_FEATURES: readonly Feature[] = [...FAULTLESS, ...FAULT_FEATURES];
