/** Pods that are nominated to a node by preemption, whose room is reserved from lower priorities (`nominator`). */

import type { PodInfo } from "./pod-info.ts";

const NOBODY: readonly PodInfo[] = [];

export class Nominator {
  readonly #byNode = new Map<string, Map<string, PodInfo>>();
  readonly #nodeOf = new Map<string, string>();
  readonly #changesOn = new Map<string, number>();
  #changes = 0;

  /** Increases with every change of the nominations to a node. */
  changesOn(nodeName: string): number {
    return this.#changesOn.get(nodeName) ?? 0;
  }

  /** Increases with every change of nominations. */
  get changes(): number {
    return this.#changes;
  }

  get isEmpty(): boolean {
    return this.#byNode.size === 0;
  }

  /** Replaces the nomination of a pod; an empty name clears it. */
  set(pod: PodInfo, nodeName: string): void {
    if (nodeName === "" && this.isEmpty) return;
    const known = this.#nodeOf.get(pod.uid) === nodeName ? this.#byNode.get(nodeName) : undefined;
    if (known?.get(pod.uid)?.shape === pod.shape) {
      // The nomination does not change, as after every failed attempt; only the version of the pod is newer.
      known.delete(pod.uid);
      known.set(pod.uid, pod);
      return;
    }
    this.delete(pod.uid);
    if (nodeName === "") return;
    this.#changed(nodeName);
    const pods = this.#byNode.get(nodeName) ?? new Map<string, PodInfo>();
    pods.set(pod.uid, pod);
    this.#byNode.set(nodeName, pods);
    this.#nodeOf.set(pod.uid, nodeName);
  }

  delete(uid: string): void {
    if (this.isEmpty) return;
    const nodeName = this.#nodeOf.get(uid);
    if (nodeName === undefined) return;
    this.#changed(nodeName);
    this.#nodeOf.delete(uid);
    const pods = this.#byNode.get(nodeName);
    pods?.delete(uid);
    if (pods?.size === 0) this.#byNode.delete(nodeName);
  }

  #changed(nodeName: string): void {
    this.#changes++;
    this.#changesOn.set(nodeName, this.changesOn(nodeName) + 1);
  }

  nodeOf(uid: string): string | undefined {
    return this.#nodeOf.get(uid);
  }

  /** The pods that are nominated to a node. */
  on(nodeName: string): readonly PodInfo[] {
    const pods = this.#byNode.get(nodeName);
    return pods === undefined ? NOBODY : [...pods.values()];
  }

  /** The other nominated pods that a pod has to leave room for: those of the same or a higher priority. */
  othersOn(nodeName: string, pod: PodInfo): readonly PodInfo[] {
    if (this.#byNode.size === 0) return NOBODY;
    return this.on(nodeName).filter((other) => other.uid !== pod.uid && other.priority >= pod.priority);
  }
}
