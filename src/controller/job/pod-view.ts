/** The controller's view of pods, by the controller that owns them. */

import type { Pod } from "../../api/types.ts";
import type { PodCommit } from "../../apiserver/log.ts";
import { JobPods } from "./job-pods.ts";
import { controllerOf } from "./pod-facts.ts";
import type { PodReadingSwitches, TrackedPod } from "./tracked-pod.ts";

/** A pod without controller, and where the API server keeps it. */
interface Ownerless {
  readonly slot: number;
  readonly pod: Pod;
}

const NO_PODS: readonly Pod[] = [];

export class PodView {
  readonly #switches: PodReadingSwitches;
  readonly #byController = new Map<string, JobPods>();
  /** Controllers that are gone while pods of theirs are still there. */
  readonly #leaving = new Set<string>();
  /** Pods that have a controller, by slot: what a watch event looks up, so no name is hashed. */
  readonly #tracked: (TrackedPod | undefined)[] = [];
  /** Pods without controller, by namespace and UID: candidates for adoption. */
  readonly #ownerless = new Map<string, Map<string, Ownerless>>();

  constructor(switches: PodReadingSwitches) {
    this.#switches = switches;
  }

  /** Takes over a commit that the watch delivered. */
  apply({ type, slot, object, previous }: PodCommit): void {
    if (type === "DELETED") {
      this.#remove(slot, previous ?? object);
      // A pod that was adopted ahead of the watch can go before the watch has shown its controller.
      this.#untrack(slot);
      return;
    }
    if (previous !== undefined && previous.metadata.ownerReferences !== object.metadata.ownerReferences) {
      if (controllerOf(previous)?.uid !== controllerOf(object)?.uid) this.#remove(slot, previous);
    }
    this.add(slot, object);
  }

  /** Adds or replaces a pod. */
  add(slot: number, pod: Pod): void {
    const tracked = this.#tracked[slot];
    if (tracked !== undefined && tracked.latest.metadata.ownerReferences === pod.metadata.ownerReferences) {
      tracked.home.observe(tracked, pod);
      return;
    }
    const owner = controllerOf(pod)?.uid;
    if (owner === undefined) this.#addOwnerless(slot, pod);
    else this.#track(slot, pod, this.ofController(owner));
  }

  /** Takes over a pod that a controller has just adopted, ahead of the watch: to the cache it has no controller yet. */
  adopted(pod: Pod): void {
    const { namespace, uid } = pod.metadata;
    const owner = controllerOf(pod)?.uid;
    const known = this.#ownerless.get(namespace)?.get(uid);
    if (known !== undefined && owner !== undefined) this.#track(known.slot, pod, this.ofController(owner));
  }

  /** The pods whose controller reference has the UID. */
  ofController(uid: string): JobPods {
    const known = this.#byController.get(uid);
    if (known !== undefined) return known;
    const pods = new JobPods(this.#switches);
    this.#byController.set(uid, pods);
    return pods;
  }

  /** Pods of a namespace that have no controller. */
  ownerless(namespace: string): readonly Pod[] {
    const known = this.#ownerless.get(namespace);
    return known === undefined || known.size === 0 ? NO_PODS : Array.from(known.values(), ({ pod }) => pod);
  }

  /** Finds a pod by its UID and the controller it had, or has no longer. */
  find(namespace: string, uid: string, controllerUid: string | undefined): Pod | undefined {
    const owned = controllerUid === undefined ? undefined : this.#byController.get(controllerUid)?.get(uid)?.latest;
    return owned ?? this.#ownerless.get(namespace)?.get(uid)?.pod;
  }

  /** Pods that a Job's clean-up can concern: its own, and those of its namespace that have no controller. */
  inReachOf(namespace: string, controllerUid: string): readonly Pod[] {
    const owned = this.#byController.get(controllerUid)?.latest() ?? [];
    return [...owned, ...this.ownerless(namespace)];
  }

  /** The pods of a controller as the watch last showed them. */
  latestOf(uid: string): readonly Pod[] {
    return this.#byController.get(uid)?.latest() ?? NO_PODS;
  }

  /** Frees what is kept for a controller that is gone, at once or when its last pod goes. */
  forgetController(uid: string): void {
    const pods = this.#byController.get(uid);
    if (pods === undefined) return;
    if (pods.size === 0) this.#byController.delete(uid);
    else this.#leaving.add(uid);
  }

  #addOwnerless(slot: number, pod: Pod): void {
    const { namespace, uid } = pod.metadata;
    const pods = this.#ownerless.get(namespace);
    if (pods === undefined) this.#ownerless.set(namespace, new Map([[uid, { slot, pod }]]));
    else pods.set(uid, { slot, pod });
  }

  #track(slot: number, pod: Pod, home: JobPods): void {
    const tracked = this.#tracked[slot];
    if (tracked?.home === home) {
      home.observe(tracked, pod);
      return;
    }
    tracked?.home.forget(tracked);
    this.#tracked[slot] = home.track(pod);
  }

  /** @param pod as it was while it belonged where it is removed from */
  #remove(slot: number, pod: Pod): void {
    const { namespace, uid } = pod.metadata;
    if (controllerOf(pod) === undefined) {
      this.#ownerless.get(namespace)?.delete(uid);
      return;
    }
    this.#untrack(slot);
  }

  #untrack(slot: number): void {
    const tracked = this.#tracked[slot];
    if (tracked === undefined) return;
    this.#tracked[slot] = undefined;
    tracked.home.forget(tracked);
    if (this.#leaving.size > 0) this.#freeController(controllerOf(tracked.latest)?.uid ?? "");
  }

  #freeController(uid: string): void {
    if (!this.#leaving.has(uid) || this.#byController.get(uid)?.size !== 0) return;
    this.#leaving.delete(uid);
    this.#byController.delete(uid);
  }
}
