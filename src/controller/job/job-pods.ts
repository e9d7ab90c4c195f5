/**
 * The pods of one Job, in the groups that a sync needs.
 *
 * The real controller walks all pods of a Job several times in each sync. Here watch events only mark a pod as changed,
 * and the next sync moves the changed pods between groups, so a sync costs as much as has changed. Groups do not change
 * while a sync runs: it sees a snapshot, like the lists of the real controller.
 */

import { IndexSet } from "../../api/index-set.ts";
import type { Job, Pod } from "../../api/types.ts";
import { NO_INDEX } from "./pod-facts.ts";
import { PodGroup } from "./pod-group.ts";
import { CURRENT_POD_SWITCHES, type PodReadingSwitches, TrackedPod } from "./tracked-pod.ts";

/** With fewer pods than this, it is not worth dropping those that are gone. */
const MIN_MEMBERS = 64;

export class JobPods {
  readonly #switches: PodReadingSwitches;
  /** In the order in which they were first seen; some may be gone. */
  #members: TrackedPod[] = [];
  #size = 0;
  /** Built on the first lookup by UID; most Jobs never need it. */
  #byUid: Map<string, TrackedPod> | undefined;
  #changed: TrackedPod[] = [];

  /** Active pods, in the order in which they became so in the cache. */
  readonly active = new PodGroup();
  readonly terminating = new PodGroup();
  /** Terminating pods with the finalizer, not pending removal. */
  readonly terminatingHeld = new PodGroup();
  /** Succeeded and failed pods with the finalizer, not pending removal: not released yet. */
  readonly succeededHeld = new PodGroup();
  readonly failedHeld = new PodGroup();
  /** Failed pods with or without the finalizer: `FailJob` rules look at all of them. */
  readonly failed = new PodGroup();
  /** Pods that the Job controls but whose labels do not match its selector. */
  readonly mismatched = new PodGroup();
  /** Indexes below `completions` that have an active pod. */
  readonly activeIndexes = new IndexSet();
  #ready = 0;
  /** Number of active pods by index, for indexes that have more than one. */
  #activeCounts: Map<number, number> | undefined;
  /** Number of active pods without an index below `completions`. */
  #activeOutOfRange = 0;
  #completions = 0;

  constructor(switches: PodReadingSwitches = CURRENT_POD_SWITCHES) {
    this.#switches = switches;
  }

  get ready(): number {
    return this.#ready;
  }

  get size(): number {
    return this.#size;
  }

  get(uid: string): TrackedPod | undefined {
    this.#byUid ??= new Map(this.#members.filter(({ gone }) => !gone).map((pod) => [pod.uid, pod]));
    return this.#byUid.get(uid);
  }

  /** All pods in the cache. */
  latest(): Pod[] {
    return this.#members.filter(({ gone }) => !gone).map(({ latest }) => latest);
  }

  /** Whether an active pod has no index in range or shares its index with another. */
  get hasMisplacedActive(): boolean {
    return this.#activeOutOfRange > 0 || (this.#activeCounts?.size ?? 0) > 0;
  }

  /** Adds a new pod. */
  track(pod: Pod): TrackedPod {
    const tracked = new TrackedPod(pod, this, this.#switches);
    this.#members.push(tracked);
    this.#size++;
    this.#byUid?.set(tracked.uid, tracked);
    this.#changed.push(tracked);
    return tracked;
  }

  /** Records the latest state of a pod. */
  observe(tracked: TrackedPod, pod: Pod): void {
    tracked.latest = pod;
    this.markChanged(tracked);
  }

  /** Removes a pod that is gone or is no longer controlled by the Job. */
  forget(tracked: TrackedPod): void {
    tracked.gone = true;
    this.#byUid?.delete(tracked.uid);
    this.#size--;
    // A Job that keeps replacing its pods must not keep all of them in memory.
    if (this.#members.length > 2 * this.#size + MIN_MEMBERS) this.#members = this.#members.filter(({ gone }) => !gone);
    this.markChanged(tracked);
  }

  /** Marks the pod to be regrouped when the next sync begins. */
  markChanged(pod: TrackedPod): void {
    if (pod.changed) return;
    pod.changed = true;
    this.#changed.push(pod);
  }

  /** Regroups all pods that have changed. */
  refresh(job: Job): void {
    const { completions = 0 } = job.spec;
    if (completions !== this.#completions) {
      for (const pod of this.active) this.#removeActive(pod);
      this.#completions = completions;
      for (const pod of this.active) this.#addActive(pod);
    }
    const changed = this.#changed;
    if (changed.length === 0) return;
    this.#changed = [];
    for (const pod of changed) {
      pod.changed = false;
      this.#leaveGroups(pod);
      if (pod.gone) continue;
      pod.readFacts(job);
      this.#enterGroups(pod);
    }
  }

  #leaveGroups(pod: TrackedPod): void {
    switch (pod.group) {
      case "active":
        if (this.active.delete(pod)) this.#removeActive(pod);
        break;
      case "terminating":
        this.terminating.delete(pod);
        this.terminatingHeld.delete(pod);
        break;
      case "succeeded":
        this.succeededHeld.delete(pod);
        break;
      case "failed":
        this.failed.delete(pod);
        this.failedHeld.delete(pod);
        break;
    }
    if (!pod.owned) this.mismatched.delete(pod);
  }

  #enterGroups(pod: TrackedPod): void {
    if (!pod.owned) {
      if (!pod.foreign) this.mismatched.add(pod);
      return;
    }
    switch (pod.group) {
      case "active":
        this.active.add(pod);
        this.#addActive(pod);
        break;
      case "terminating":
        this.terminating.add(pod);
        if (pod.held) this.terminatingHeld.add(pod);
        break;
      case "succeeded":
        if (pod.held) this.succeededHeld.add(pod);
        break;
      case "failed":
        this.failed.add(pod);
        if (pod.held) this.failedHeld.add(pod);
        break;
    }
  }

  #addActive(pod: TrackedPod): void {
    const { ready, index } = pod;
    if (ready) this.#ready++;
    if (index === NO_INDEX || index >= this.#completions) this.#activeOutOfRange++;
    else if (!this.activeIndexes.add(index)) this.#countShared(index);
  }

  #countShared(index: number): void {
    this.#activeCounts ??= new Map();
    this.#activeCounts.set(index, (this.#activeCounts.get(index) ?? 1) + 1);
  }

  #removeActive({ ready, index }: TrackedPod): void {
    if (ready) this.#ready--;
    if (index === NO_INDEX || index >= this.#completions) {
      this.#activeOutOfRange--;
      return;
    }
    const count = this.#activeCounts?.get(index);
    if (count === undefined) this.activeIndexes.delete(index);
    else if (count > 2) this.#activeCounts?.set(index, count - 1);
    else this.#activeCounts?.delete(index);
  }
}
