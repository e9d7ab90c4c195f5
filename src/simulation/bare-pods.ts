/** Pods that users create: a kubelet plays them like any other, unless events of the plan change them. */

import type { PodCommit } from "../apiserver/log.ts";
import type { PodIdentity } from "../kubelet/script.ts";
import { DEFAULT_SCHEDULER_NAME } from "../scheduler/settings.ts";
import type { PodIdentities } from "./pod-identities.ts";

export class BarePods {
  readonly #identities: PodIdentities;
  readonly #start: (entry: PodCommit, identity: PodIdentity) => void;
  /** Whether pods that are created now are left to events of the plan. */
  #isLeftToEvents = false;
  /** Pods that wait for another scheduler, by slot. */
  readonly #unbound = new Map<number, PodIdentity>();

  /** @param start hands a pod to the kubelet */
  constructor(identities: PodIdentities, start: (entry: PodCommit, identity: PodIdentity) => void) {
    this.#identities = identities;
    this.#start = start;
  }

  /** Handles a pod that a user has created: it starts now, or when another scheduler has bound it. */
  created(entry: PodCommit): void {
    if (this.#isLeftToEvents) return;
    const identity = this.#identities.identifyBare(entry.object);
    const { nodeName = "", schedulerName = DEFAULT_SCHEDULER_NAME } = entry.object.spec;
    if (nodeName === "" && schedulerName !== DEFAULT_SCHEDULER_NAME) this.#unbound.set(entry.slot, identity);
    else this.#start(entry, identity);
  }

  /** Handles a pod that was bound. */
  bound(entry: PodCommit): void {
    const identity = this.#unbound.get(entry.slot);
    if (identity === undefined) return;
    this.#unbound.delete(entry.slot);
    this.#start(entry, identity);
  }

  /** Runs `create`; the pods that it creates are left to events of the plan. */
  leaveToEvents<T>(create: () => T): T {
    this.#isLeftToEvents = true;
    try {
      return create();
    } finally {
      this.#isLeftToEvents = false;
    }
  }
}
