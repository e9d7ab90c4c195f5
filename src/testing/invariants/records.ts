/** What the ledger keeps about each Job and each pod. */

import type { Job, Pod } from "../../api/types.ts";
import type { Actor, JobCommit, PodCommit } from "../../apiserver/log.ts";
import { listedFailed, listedSucceeded } from "./job-reading.ts";
import { type Difference, difference } from "./per-job.ts";
import { indexOf } from "./pod-reading.ts";

/** One pod, from its creation on. */
export interface PodRecord {
  readonly uid: string;
  readonly createdMs: number;
  readonly createdBy: Actor;
  pod: Pod;
  job: JobRecord | undefined;
  /** Completion index by annotation; -1 without. */
  index: number;
  /** When the pod became `Succeeded` or `Failed`. */
  terminalMs: number | undefined;
  /** When its status last changed after it had ended. */
  amendedMs: number | undefined;
  /** When its deletion was asked for. */
  markedMs: number | undefined;
  /** When the tracking finalizer was last seen to go. */
  releasedMs: number | undefined;
  gone: boolean;
  /** Someone changed what only the controller should: labels, owner, finalizers, index, or a terminal phase. */
  tampered: boolean;
  /** Possibly made by a dead process, or in ignorance of what another did, such as the end of the Job. */
  stray: boolean;
  /** A removal of its finalizer failed. */
  removalFailed: boolean;
  /** In which list of uncounted pods it was first seen. */
  listedAs: "succeeded" | "failed" | undefined;
  /** It had lost its finalizer before it was listed. */
  listedLate: boolean;
  /** It left the list with its finalizer. */
  countedEarly: boolean;
  /** Lost its finalizer before its controller, or its owner, could know that it had finished: nothing will count it. */
  forgotten: boolean;
}

/** What a Job has asked for since an instant. */
export interface SpecPoint {
  readonly sinceMs: number;
  readonly job: Job;
}

/** What one write changed in the lists of uncounted pods. */
export interface Listing {
  readonly succeeded: Difference;
  readonly failed: Difference;
}

/** One Job (by UID), from its creation on. */
export interface JobRecord {
  readonly uid: string;
  /** `namespace/name`. */
  readonly key: string;
  readonly createdMs: number;
  job: Job;
  gone: boolean;
  goneMs: number;
  /** Pods whose controller it is or was, by UID; those that are gone included. */
  readonly pods: Map<string, PodRecord>;
  /** Its pods that are neither gone nor terminal. */
  readonly living: Set<PodRecord>;
  /** How many of these are marked deleted. */
  marked: number;
  /** Its failed pods that had the tracking finalizer when last checked: some may have lost it since. */
  readonly heldFailures: Set<PodRecord>;
  /** The Job at each change of its spec or deletion mark, oldest first. */
  readonly specs: SpecPoint[];
  /** What its last change did to the lists of uncounted pods; `undefined` if they stayed the same. */
  listing: Listing | undefined;
  /** Someone other than its controller wrote its status, or changed one of its pods without its knowledge. */
  tampered: boolean;
  /** How many removals of finalizers from its pods failed. */
  failedRemovals: number;
  /** Who has written its status, users aside: its controllers, whatever their names. */
  readonly writers: Set<Actor>;
  /** A defect of Kubernetes that keeps the Job from going on; see `known-defects.ts`. */
  stuckBy: string | undefined;
  /** An earlier Job had the same name. */
  readonly successor: boolean;
}

/** The record of a Job that is seen for the first time. */
export function newJobRecord({ object: job, timeMs }: JobCommit, key: string, successor: boolean): JobRecord {
  return {
    uid: job.metadata.uid,
    key,
    createdMs: timeMs,
    job,
    gone: false,
    goneMs: Number.POSITIVE_INFINITY,
    pods: new Map(),
    living: new Set(),
    marked: 0,
    heldFailures: new Set(),
    specs: [],
    listing: undefined,
    tampered: false,
    failedRemovals: 0,
    writers: new Set(),
    stuckBy: undefined,
    successor,
  };
}

/** The record of a pod that is seen for the first time. */
export function newPodRecord({ object: pod, timeMs, actor }: PodCommit, stray: boolean): PodRecord {
  return {
    uid: pod.metadata.uid,
    createdMs: timeMs,
    createdBy: actor,
    pod,
    job: undefined,
    index: indexOf(pod),
    terminalMs: undefined,
    amendedMs: undefined,
    markedMs: undefined,
    releasedMs: undefined,
    gone: false,
    tampered: actor === "user",
    stray,
    removalFailed: false,
    listedAs: undefined,
    listedLate: false,
    countedEarly: false,
    forgotten: false,
  };
}

/** What a change of a Job did to its lists of uncounted pods. */
export function listingOf(previous: Job | undefined, job: Job): Listing | undefined {
  if (previous === undefined) return undefined;
  if (previous.status.uncountedTerminatedPods === job.status.uncountedTerminatedPods) return undefined;
  return {
    succeeded: difference(listedSucceeded(previous), listedSucceeded(job)),
    failed: difference(listedFailed(previous), listedFailed(job)),
  };
}
