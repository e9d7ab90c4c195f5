/** Pods that users make: a kubelet plays them as any other, unless events of the plan do. */

import type { PodCommit } from "../apiserver/log.ts";
import type { PodIdentity } from "../kubelet/script.ts";
import { DEFAULT_SCHEDULER_NAME } from "../scheduler/settings.ts";
import type { PodIdentities } from "./pod-identities.ts";

export class BarePods {
  readonly #identities: PodIdentities;
  readonly #start: (entry: PodCommit, identity: PodIdentity) => void;
  /** A pod that is made now is played by events of the plan. */
  #isLeftToEvents = false;
  /** Pods that wait for a scheduler of the user's own, by their slots. */
  readonly #unbound = new Map<number, PodIdentity>();

  /** @param start puts a pod into the hands of the kubelet */
  constructor(identities: PodIdentities, start: (entry: PodCommit, identity: PodIdentity) => void) {
    this.#identities = identities;
    this.#start = start;
  }

  /** A user has made a pod: it starts once it is for the scheduler of the cluster, or has a node. */
  created(entry: PodCommit): void {
    if (this.#isLeftToEvents) return;
    const identity = this.#identities.identifyBare(entry.object);
    const { nodeName = "", schedulerName = DEFAULT_SCHEDULER_NAME } = entry.object.spec;
    if (nodeName === "" && schedulerName !== DEFAULT_SCHEDULER_NAME) this.#unbound.set(entry.slot, identity);
    else this.#start(entry, identity);
  }

  /** Somebody has found a node for a pod. */
  bound(entry: PodCommit): void {
    const identity = this.#unbound.get(entry.slot);
    if (identity === undefined) return;
    this.#unbound.delete(entry.slot);
    this.#start(entry, identity);
  }

  /** Pods that are made in the course of it are left alone. */
  leaveToEvents<T>(create: () => T): T {
    this.#isLeftToEvents = true;
    try {
      return create();
    } finally {
      this.#isLeftToEvents = false;
    }
  }
}
