/** What happened to one Job and its pods, as the log records it. */

import { isFinished } from "../api/finished-job.ts";
import type { Job, JobCondition, JobStatus } from "../api/types.ts";
import type { Actor, JobCommit, PodCommit } from "../apiserver/log.ts";
import type { PodIdentities } from "../simulation/pod-identities.ts";
import { type PodLife, PodLifeBuilder } from "./pod-life.ts";

/** All instants are virtual milliseconds since the run began; one that is absent did not happen. */
export interface JobLife {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly createdMs: number;
  /** When the status first got a `startTime`. */
  readonly startedMs: number | undefined;
  /** When the status got the condition `Complete` or `Failed`. */
  readonly finishedMs: number | undefined;
  /** When the object was deleted. */
  readonly goneMs: number | undefined;
  /** Who asked for its deletion. */
  readonly deletedBy: Actor | undefined;
  /** Its state at the end, or just before it was deleted. */
  readonly last: Job;
  /** In the order of their creation. */
  readonly pods: readonly PodLife[];
}

/** The condition of a type, if it is True. */
export function trueCondition({ conditions }: JobStatus, type: string): JobCondition | undefined {
  return conditions?.find((condition) => condition.type === type && condition.status === "True");
}

/** A Job's life while the log is being read. */
export class JobLifeBuilder implements JobLife {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly createdMs: number;
  startedMs: number | undefined = undefined;
  finishedMs: number | undefined = undefined;
  goneMs: number | undefined = undefined;
  deletedBy: Actor | undefined = undefined;
  last: Job;
  readonly pods: PodLifeBuilder[] = [];
  /** Made when the status lists a pod for the first time, which that of an Indexed Job seldom does. */
  #byUid: Map<string, PodLifeBuilder> | undefined;
  readonly #latestByIndex: PodLifeBuilder[] = [];
  readonly #countedIndexes: boolean[] = [];
  /** Failed pods of a Job without indexes that have no replacement yet. */
  #unreplaced = 0;

  constructor({ object, timeMs }: JobCommit) {
    const { uid, namespace, name } = object.metadata;
    this.uid = uid;
    this.namespace = namespace;
    this.name = name;
    this.createdMs = timeMs;
    this.last = object;
  }

  /** Follows one change of the Job. */
  follow({ object, previous, type, timeMs, verb, actor }: JobCommit): void {
    this.last = object;
    const { status } = object;
    if (status !== previous?.status) {
      if (status.startTime !== undefined) this.startedMs ??= timeMs;
      if (isFinished(object)) this.finishedMs ??= timeMs;
      if (status.uncountedTerminatedPods !== previous?.status.uncountedTerminatedPods) this.#followCounting(status);
    }
    if (verb === "delete") this.deletedBy ??= actor;
    if (type === "DELETED") this.goneMs = timeMs;
  }

  /** Takes in a pod that was created for the Job, or adopted by it. */
  add(commit: PodCommit, identities: PodIdentities): PodLifeBuilder {
    const { uid } = commit.object.metadata;
    const pod = new PodLifeBuilder(commit, identities);
    const { index } = pod;
    pod.isRetry = pod.isOwn && this.#replacesFailed(index);
    if (index !== undefined) this.#latestByIndex[index] = pod;
    this.pods.push(pod);
    this.#byUid?.set(uid, pod);
    return pod;
  }

  /** Follows one change of a pod that was taken in. */
  followPod(pod: PodLifeBuilder, commit: PodCommit): void {
    const hadFailed = pod.hasFailed;
    pod.follow(commit);
    if (pod.index === undefined && !hadFailed && pod.hasFailed) this.#unreplaced++;
    const { verb, actor } = commit;
    if (verb === "removeFinalizer" && actor === "job-controller") pod.countedAs ??= this.#countRelease(pod);
  }

  #replacesFailed(index: number | undefined): boolean {
    if (index !== undefined) return this.#latestByIndex[index]?.hasFailed ?? false;
    if (this.#unreplaced === 0) return false;
    this.#unreplaced--;
    return true;
  }

  /** A pod is listed in the status before its finalizer is removed, except for successes of Indexed Jobs. */
  #followCounting({ uncountedTerminatedPods: uncounted }: JobStatus): void {
    for (const uid of uncounted?.failed ?? []) this.#count(uid, "failed");
    for (const uid of uncounted?.succeeded ?? []) this.#count(uid, "succeeded");
  }

  #count(uid: string, as: "failed" | "succeeded"): void {
    this.#byUid ??= new Map(this.pods.map((known) => [known.uid, known] as const));
    const pod = this.#byUid.get(uid);
    if (pod !== undefined) pod.countedAs ??= as;
  }

  /** What the loss of the finalizer means for a pod that was not listed. */
  #countRelease({ phase, index }: PodLifeBuilder): "succeeded" | "ignored" | "notCounted" {
    if (this.goneMs !== undefined || this.finishedMs !== undefined) return "notCounted";
    const { completionMode, completions = 0, podFailurePolicy } = this.last.spec;
    if (phase === "Failed" && podFailurePolicy !== undefined) return "ignored";
    if (phase !== "Succeeded" || completionMode !== "Indexed" || index === undefined) return "notCounted";
    if (index >= completions || this.#countedIndexes[index] === true) return "notCounted";
    this.#countedIndexes[index] = true;
    return "succeeded";
  }
}
