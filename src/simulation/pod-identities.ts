/** Identifies the pods of a Job: by completion index and attempt, and by order of creation. */

import { COMPLETION_INDEX_ANNOTATION } from "../api/constants.ts";
import { copyWith } from "../api/copy-with.ts";
import type { Job, Pod, StringMap } from "../api/types.ts";
import type { JobCommit } from "../apiserver/log.ts";
import type { PodIdentity } from "../kubelet/script.ts";
import type { JobRef, PodRef } from "./refs.ts";

/** A pod that the Job controller created, or that a user created under an id. */
export type KnownPod = PodIdentity & {
  readonly uid: string;
  readonly name: string;
  /** Number of earlier Jobs of the same name. */
  readonly recreation: number;
};

interface UserPod {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** What is known of a Job after it is gone. */
export interface LastJob {
  readonly uid: string;
  readonly matchLabels: StringMap;
}

/** The successive Jobs of one name, and their pods. */
interface Family {
  /** Namespace and name. */
  readonly key: string;
  /** The UID of the current or last Job. */
  uid: string;
  /** The labels that it selects its pods by. Nothing else of a Job is kept: a server may see a million of them. */
  matchLabels: StringMap;
  recreation: number;
  /** Number of announced recreations. */
  announced: number;
  cronJob: PodIdentity["cronJob"];
  /** Pods of all these Jobs, by order of creation. */
  readonly ordinals: KnownPod[];
  /** Number of pods of the current Job so far, by index. */
  attempts: number[];
}

/**
 * Number of deleted Jobs of CronJobs that are remembered: their names contain the minute of their start, so they are
 * not reused later. Without this limit, a year of a schedule would use too much memory.
 */
const MOST_GONE = 1_000;

export class PodIdentities {
  readonly #keepsLabels: boolean;
  /** Deleted Jobs of CronJobs, oldest first. */
  readonly #gone = new Set<Family>();
  readonly #byUid = new Map<string, KnownPod>();
  /** Pods that are not in `#byUid` yet; they are added on the first lookup, which many runs never need. */
  #unsorted: KnownPod[] = [];
  readonly #families = new Map<string, Family>();
  #lastFamily: Family | undefined;
  /** Number of Jobs of each CronJob so far. */
  readonly #runs = new Map<string, number>();
  readonly #userPods = new Map<string, UserPod>();
  readonly #userPodsByUid = new Map<string, UserPod>();
  #bare = 0;

  /** @param keepsLabels whether to keep the labels of pods whose Job is gone, for readers of a whole log */
  constructor(keepsLabels = true) {
    this.#keepsLabels = keepsLabels;
  }

  followJobCommit({ type, object }: JobCommit): void {
    if (type === "DELETED") this.#jobGone(object);
    else this.followJob(object);
  }

  #jobGone({ metadata }: Job): void {
    const family = this.#families.get(`${metadata.namespace}/${metadata.name}`);
    if (family?.cronJob === undefined || family.uid !== metadata.uid) return;
    this.#gone.add(family);
    if (this.#gone.size <= MOST_GONE) return;
    for (const oldest of this.#gone) {
      this.#forget(oldest);
      return;
    }
  }

  #forget(family: Family): void {
    this.#gone.delete(family);
    this.#families.delete(family.key);
    if (this.#lastFamily === family) this.#lastFamily = undefined;
    if (this.#keepsLabels) return;
    this.#sort();
    for (const { uid } of family.ordinals) this.#byUid.delete(uid);
  }

  /** Handles a Job that was created or changed. */
  followJob(job: Job): void {
    const { uid, namespace, name } = job.metadata;
    if (this.#lastFamily?.uid === uid) return;
    const key = `${namespace}/${name}`;
    const family = this.#families.get(key);
    const matchLabels = job.spec.selector?.matchLabels ?? {};
    if (family === undefined) {
      const cronJob = this.#runOf(job);
      const counts = { recreation: 0, announced: 0, ordinals: [], attempts: [] };
      this.#families.set(key, { key, uid, matchLabels, cronJob, ...counts });
      return;
    }
    if (family.uid === uid) return;
    this.#gone.delete(family);
    family.cronJob = this.#runOf(job);
    family.recreation = Math.max(family.recreation + 1, family.announced);
    family.attempts = [];
    family.uid = uid;
    family.matchLabels = matchLabels;
  }

  /** The CronJob of a new Job and the number of its run, if it has one. */
  #runOf({ metadata }: Job): PodIdentity["cronJob"] {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (owner?.kind !== "CronJob") return undefined;
    const key = `${metadata.namespace}/${owner.name}`;
    const run = this.#runs.get(key) ?? 0;
    this.#runs.set(key, run + 1);
    return { name: owner.name, run };
  }

  /** Counts an upcoming recreation: of two at the same time, only the second one creates a Job. */
  announceRecreation({ namespace, name }: JobRef): void {
    const family = this.#families.get(`${namespace}/${name}`);
    if (family !== undefined) family.announced++;
  }

  /** Identifies a pod that the controller has just created. */
  identify(pod: Pod): KnownPod {
    const { namespace, name, uid } = pod.metadata;
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
    const jobName = owner?.name ?? "";
    const family = this.#familyOf(namespace, jobName, owner?.uid ?? "");
    const recreation = family?.recreation ?? 0;
    const ordinal = family?.ordinals.length ?? 0;
    const text = pod.metadata.annotations?.[COMPLETION_INDEX_ANNOTATION];
    let identity: KnownPod;
    if (text === undefined) identity = { namespace, jobName, attempt: 0, ordinal, uid, name, recreation };
    else {
      const index = Number(text);
      const attempt = family?.attempts[index] ?? 0;
      identity = { namespace, jobName, index, attempt, ordinal, uid, name, recreation };
      if (family !== undefined) family.attempts[index] = attempt + 1;
    }
    // As a copy, because few pods belong to CronJobs.
    if (family?.cronJob !== undefined) identity = copyWith(identity, { cronJob: family.cronJob });
    family?.ordinals.push(identity);
    this.#unsorted.push(identity);
    return identity;
  }

  /** Records a pod that a user created; references can also use its namespace and name. */
  nameUserPod(id: string, pod: Pod): void {
    const { namespace, name, uid } = pod.metadata;
    const known = { id, namespace, name, uid };
    this.#userPods.set(id, known);
    this.#userPods.set(`${namespace}/${name}`, known);
    this.#userPodsByUid.set(uid, known);
  }

  /** Identifies a pod without a Job that a user has just created, by its name. */
  identifyBare(pod: Pod): PodIdentity {
    const { namespace, name } = pod.metadata;
    this.nameUserPod(name, pod);
    return { namespace, jobName: "", attempt: 0, ordinal: this.#bare++ };
  }

  /** The reference to a known pod in actions. */
  referenceTo(uid: string): PodRef | undefined {
    const known = this.get(uid);
    if (known === undefined) {
      const own = this.#userPodsByUid.get(uid);
      return own && { id: `${own.namespace}/${own.name}` };
    }
    const { namespace, jobName, ordinal, recreation } = known;
    const again = recreation === 0 ? {} : { recreation };
    return { job: { namespace, name: jobName }, ordinal, ...again };
  }

  /** The UID of the pod that a reference names, if it exists or existed. */
  resolve(ref: PodRef): string | undefined {
    if ("id" in ref) return this.#userPods.get(ref.id)?.uid;
    const family = this.#families.get(`${ref.job.namespace}/${ref.job.name}`);
    const { recreation = 0 } = ref;
    const pod =
      "index" in ref
        ? family?.ordinals.find((known) => isAttempt(known, ref.index, ref.attempt, recreation))
        : family?.ordinals[ref.ordinal];
    return pod?.recreation === recreation ? pod.uid : undefined;
  }

  /** The UID of the last Job of a name and the labels of its pods, even if it is deleted. */
  lastJob({ namespace, name }: JobRef): LastJob | undefined {
    return this.#families.get(`${namespace}/${name}`);
  }

  get(uid: string): KnownPod | undefined {
    // Followers of a run look up each pod when it is created, and rarely later.
    const newest = this.#unsorted.at(-1);
    if (newest?.uid === uid) return newest;
    this.#sort();
    return this.#byUid.get(uid);
  }

  #sort(): void {
    for (const known of this.#unsorted) this.#byUid.set(known.uid, known);
    this.#unsorted = [];
  }

  /** Namespace and name of a pod, even if it is deleted. */
  nameOf(uid: string): { readonly namespace: string; readonly name: string } | undefined {
    return this.get(uid) ?? this.#userPodsByUid.get(uid);
  }

  /** `index/attempt` or `#ordinal`, with `@n` for pods of the n-th recreated Job; or the id of a user's pod. */
  label(uid: string): string {
    const known = this.get(uid);
    if (known === undefined) return this.#userPodsByUid.get(uid)?.id ?? uid;
    return podLabel(known);
  }

  #familyOf(namespace: string, jobName: string, jobUid: string): Family | undefined {
    // Consecutive pods mostly belong to one Job.
    if (this.#lastFamily?.uid !== jobUid) this.#lastFamily = this.#families.get(`${namespace}/${jobName}`);
    return this.#lastFamily;
  }
}

/** `index/attempt` or `#ordinal`, with `@n` for pods of the n-th recreated Job. */
export function podLabel({ index, attempt, ordinal, recreation }: KnownPod): string {
  const base = index === undefined ? `#${ordinal}` : `${index}/${attempt}`;
  return recreation === 0 ? base : `${base}@${recreation}`;
}

function isAttempt(pod: KnownPod, index: number, attempt: number, recreation: number): boolean {
  return pod.index === index && pod.attempt === attempt && pod.recreation === recreation;
}
