/** Pods of a Job that have something in common. */

import type { TrackedPod } from "./tracked-pod.ts";

const NONE: ReadonlySet<TrackedPod> = new Set();

/** In the order in which they came. Most Jobs never have pods of most kinds, so the set is made for the first. */
export class PodGroup implements Iterable<TrackedPod> {
  #pods: Set<TrackedPod> | undefined;

  get size(): number {
    return this.#pods?.size ?? 0;
  }

  has(pod: TrackedPod): boolean {
    return this.#pods?.has(pod) === true;
  }

  add(pod: TrackedPod): void {
    this.#pods ??= new Set();
    this.#pods.add(pod);
  }

  /** Returns whether the pod was in the group. */
  delete(pod: TrackedPod): boolean {
    return this.#pods?.delete(pod) === true;
  }

  [Symbol.iterator](): Iterator<TrackedPod> {
    return (this.#pods ?? NONE).values();
  }
}
