/** Pods that wait for preemption to make room on a node: others of lower priority keep off it (queue `nominator`). */

import type { PodInfo } from "./pod-info.ts";

const NOBODY: readonly PodInfo[] = [];

export class Nominator {
  readonly #byNode = new Map<string, Map<string, PodInfo>>();
  readonly #nodeOf = new Map<string, string>();
  readonly #changesOn = new Map<string, number>();
  #changes = 0;

  /** Grows whenever a nomination to a node comes or goes. */
  changesOn(nodeName: string): number {
    return this.#changesOn.get(nodeName) ?? 0;
  }

  /** Grows whenever any nomination comes or goes. */
  get changes(): number {
    return this.#changes;
  }

  get isEmpty(): boolean {
    return this.#byNode.size === 0;
  }

  /** Nominates a pod to a node instead of where it was; an empty name takes its nomination away. */
  set(pod: PodInfo, nodeName: string): void {
    const known = this.#nodeOf.get(pod.uid) === nodeName ? this.#byNode.get(nodeName) : undefined;
    if (known?.get(pod.uid)?.shape === pod.shape) {
      // It asks for what it asked for before, and is the newest: each failed attempt says again where the pod waits.
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

  /** Pods that are nominated to a node. */
  on(nodeName: string): readonly PodInfo[] {
    const pods = this.#byNode.get(nodeName);
    return pods === undefined ? NOBODY : [...pods.values()];
  }

  /** Other pods that a pod has to leave room for: those of its priority or a higher one. */
  othersOn(nodeName: string, pod: PodInfo): readonly PodInfo[] {
    if (this.#byNode.size === 0) return NOBODY;
    return this.on(nodeName).filter((other) => other.uid !== pod.uid && other.priority >= pod.priority);
  }
}
