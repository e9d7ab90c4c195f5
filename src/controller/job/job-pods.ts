/**
 * The pods of one Job, sorted by what a sync asks of them.
 *
 * The real controller walks all pods of a Job several times in each sync. Here watch events only mark a pod as changed,
 * and the next sync moves the changed ones between groups, so a sync costs its changes. Nothing moves while a sync
 * runs: what it sees is a snapshot, as the lists of the real controller are.
 */

import { IndexSet } from "../../api/index-set.ts";
import type { Job, Pod } from "../../api/types.ts";
import { NO_INDEX } from "./pod-facts.ts";
import { PodGroup } from "./pod-group.ts";
import { CURRENT_POD_SWITCHES, type PodReadingSwitches, TrackedPod } from "./tracked-pod.ts";

/** Below this many it is not worth looking for those that are gone. */
const MIN_MEMBERS = 64;

export class JobPods {
  readonly #switches: PodReadingSwitches;
  /** In the order in which they were seen; some may be gone. */
  #members: TrackedPod[] = [];
  #size = 0;
  /** Made when somebody asks for a UID: for most Jobs nobody ever does. */
  #byUid: Map<string, TrackedPod> | undefined;
  #changed: TrackedPod[] = [];

  /** Active pods, in the order in which they were seen to be. */
  readonly active = new PodGroup();
  readonly terminating = new PodGroup();
  /** Terminating pods with the finalizer, not pending removal. */
  readonly terminatingHeld = new PodGroup();
  /** Succeeded and failed pods with the finalizer, not pending removal: not released yet. */
  readonly succeededHeld = new PodGroup();
  readonly failedHeld = new PodGroup();
  /** Failed pods with or without the finalizer: `FailJob` rules look at all of them. */
  readonly failed = new PodGroup();
  /** Pods with the Job as controller whose labels do not match its selector. */
  readonly mismatched = new PodGroup();
  /** Indexes below `completions` that an active pod holds. */
  readonly activeIndexes = new IndexSet();
  #ready = 0;
  /** Active pods by index, for indexes that more than one holds. */
  #activeCounts: Map<number, number> | undefined;
  /** Active pods with no index, or one that is not below `completions`. */
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

  /** All pods as the watch last showed them. */
  latest(): Pod[] {
    return this.#members.filter(({ gone }) => !gone).map(({ latest }) => latest);
  }

  /** Whether some active pod has no index in range, or shares it with another. */
  get hasMisplacedActive(): boolean {
    return this.#activeOutOfRange > 0 || (this.#activeCounts?.size ?? 0) > 0;
  }

  /** Takes in a pod that was not among them. */
  track(pod: Pod): TrackedPod {
    const tracked = new TrackedPod(pod, this, this.#switches);
    this.#members.push(tracked);
    this.#size++;
    this.#byUid?.set(tracked.uid, tracked);
    this.#changed.push(tracked);
    return tracked;
  }

  /** Takes note of a pod's latest state. */
  observe(tracked: TrackedPod, pod: Pod): void {
    tracked.latest = pod;
    this.markChanged(tracked);
  }

  /** Takes note that a pod is gone, or no longer the Job's. */
  forget(tracked: TrackedPod): void {
    tracked.gone = true;
    this.#byUid?.delete(tracked.uid);
    this.#size--;
    // A Job that replaces its pods for long must not keep all it ever had.
    if (this.#members.length > 2 * this.#size + MIN_MEMBERS) this.#members = this.#members.filter(({ gone }) => !gone);
    this.markChanged(tracked);
  }

  /** Has the pod looked at again when the next sync begins. */
  markChanged(pod: TrackedPod): void {
    if (pod.changed) return;
    pod.changed = true;
    this.#changed.push(pod);
  }

  /** Brings the groups up to date with everything that was observed. */
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
