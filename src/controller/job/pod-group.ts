/** A group of a Job's pods. */

import type { TrackedPod } from "./tracked-pod.ts";

const NONE: ReadonlySet<TrackedPod> = new Set();

/** In order of insertion. The set is created for the first pod, as most groups of most Jobs stay empty. */
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

  /** Removes a pod; returns whether it was in the group. */
  delete(pod: TrackedPod): boolean {
    return this.#pods?.delete(pod) === true;
  }

  [Symbol.iterator](): Iterator<TrackedPod> {
    return (this.#pods ?? NONE).values();
  }
}
