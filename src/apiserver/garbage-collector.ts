/**
 * The garbage collector: what happens to pods when their Job is deleted, by propagation policy.
 *
 * It acts at the very instant of the commit it follows, as the
 * recordings do; a real one lags by a fraction of a second.
 */

import { FOREGROUND_FINALIZER, ORPHAN_FINALIZER } from "../api/constants.ts";
import type { Job, OwnerReference, Pod } from "../api/types.ts";
import type { JobRegistry } from "./job-registry.ts";
import type { CommitType } from "./log.ts";
import { withoutOwner } from "./pod-metadata.ts";
import type { PodRegistry } from "./pod-registry.ts";

/** Below this many names it is not worth looking for those that are gone. */
const MIN_NAMES = 64;

/** The pods of one owner. */
interface Dependents {
  count: number;
  /** In the order of their creation; some may be gone. */
  names: string[];
}

export class GarbageCollector {
  readonly #pods: PodRegistry;
  readonly #jobs: JobRegistry;
  readonly #collectsUnowned: boolean;
  readonly #dependents = new Map<string, Dependents>();
  /** Jobs that wait for their dependents to go. */
  readonly #going = new Set<string>();

  /** @param collectsUnowned whether pods go that are made when their owner is gone already, or going */
  constructor(pods: PodRegistry, jobs: JobRegistry, collectsUnowned: boolean) {
    this.#pods = pods;
    this.#jobs = jobs;
    this.#collectsUnowned = collectsUnowned;
  }

  /** Keeps the dependents of each owner, and lets a Job go whose last blocking dependent is gone. */
  podChanged(type: CommitType, pod: Pod, previous: Pod | undefined): void {
    const owners = pod.metadata.ownerReferences;
    const before = previous?.metadata.ownerReferences;
    if (type !== "DELETED" && owners === before) return;
    for (const { uid } of before ?? []) this.#forget(uid);
    if (type === "DELETED") {
      for (const { uid, name } of owners ?? before ?? []) this.#releaseOwner(pod.metadata.namespace, name, uid);
      return;
    }
    for (const { uid } of owners ?? []) this.#remember(uid, pod);
    for (const { uid, name } of before ?? []) this.#releaseOwner(pod.metadata.namespace, name, uid);
    if (this.#collectsUnowned && owners !== undefined) this.#collectUnowned(pod, owners);
  }

  /**
   * A pod whose owners are all gone already goes as well: made through a late watch, or given away to a Job that was.
   */
  #collectUnowned({ metadata }: Pod, owners: readonly OwnerReference[]): void {
    const { namespace, name, deletionTimestamp } = metadata;
    if (deletionTimestamp !== undefined || owners.length === 0) return;
    const areGone = owners.every(({ kind, name: owner, uid }) => {
      // Of other kinds nothing is known here.
      return kind === "Job" && this.#jobs.jobs.get(namespace, owner)?.metadata.uid !== uid;
    });
    if (areGone) this.#pods.delete(namespace, name, undefined, "garbage-collector");
  }

  /** Acts on a Job that was marked deleted, or is gone. */
  jobChanged(type: CommitType, job: Job): void {
    if (type === "DELETED") {
      this.#going.delete(job.metadata.uid);
      this.#deleteDependents(job);
      return;
    }
    const { deletionTimestamp, finalizers = [], namespace, name, uid } = job.metadata;
    if (deletionTimestamp === undefined) return;
    if (finalizers.includes(ORPHAN_FINALIZER)) {
      this.#orphanDependents(job);
      this.#jobs.removeFinalizer(namespace, name, ORPHAN_FINALIZER, "garbage-collector");
    } else if (finalizers.includes(FOREGROUND_FINALIZER)) {
      if (this.#collectsUnowned || !this.#going.has(uid)) this.#deleteDependents(job);
      this.#going.add(uid);
      this.#releaseOwner(namespace, name, uid);
    }
  }

  #deleteDependents(job: Job): void {
    for (const pod of this.#dependentsOf(job)) {
      this.#pods.delete(pod.metadata.namespace, pod.metadata.name, undefined, "garbage-collector");
    }
  }

  #orphanDependents(job: Job): void {
    for (const pod of this.#dependentsOf(job)) {
      const metadata = withoutOwner(pod.metadata, job.metadata.uid);
      this.#pods.replace({ ...pod, metadata }, pod, "patch", "garbage-collector");
    }
  }

  #dependentsOf(job: Job): readonly Pod[] {
    const { namespace, uid } = job.metadata;
    const names = new Set(this.#dependents.get(uid)?.names);
    return Array.from(names, (name) => this.#pods.pods.get(namespace, name))
      .filter((pod) => pod !== undefined)
      .filter((pod) => pod.metadata.ownerReferences?.some((reference) => reference.uid === uid));
  }

  #releaseOwner(namespace: string, name: string, uid: string): void {
    if (this.#dependents.has(uid)) return;
    const job = this.#jobs.jobs.get(namespace, name);
    if (job === undefined || job.metadata.uid !== uid || job.metadata.deletionTimestamp === undefined) return;
    this.#jobs.removeFinalizer(namespace, name, FOREGROUND_FINALIZER, "garbage-collector");
  }

  #remember(uid: string, pod: Pod): void {
    const { name } = pod.metadata;
    const dependents = this.#dependents.get(uid);
    if (dependents === undefined) {
      this.#dependents.set(uid, { count: 1, names: [name] });
      return;
    }
    dependents.count++;
    dependents.names.push(name);
    // An owner that replaces its pods for long must not keep the names of all.
    if (dependents.names.length > 2 * dependents.count + MIN_NAMES) {
      const { namespace } = pod.metadata;
      dependents.names = dependents.names.filter((known) => this.#pods.pods.get(namespace, known) !== undefined);
    }
  }

  #forget(uid: string): void {
    const dependents = this.#dependents.get(uid);
    if (dependents === undefined) return;
    dependents.count--;
    if (dependents.count === 0) this.#dependents.delete(uid);
  }
}
