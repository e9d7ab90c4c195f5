/** The controller's cache of pods, by the controller that owns them. */

import type { Pod } from "../../api/types.ts";
import type { PodCommit } from "../../apiserver/log.ts";
import { JobPods } from "./job-pods.ts";
import { controllerOf } from "./pod-facts.ts";
import type { PodReadingSwitches, TrackedPod } from "./tracked-pod.ts";

/** A pod without controller, and its slot in the API server. */
interface Ownerless {
  readonly slot: number;
  readonly pod: Pod;
}

const NO_PODS: readonly Pod[] = [];

export class PodView {
  readonly #switches: PodReadingSwitches;
  readonly #byController = new Map<string, JobPods>();
  /** Deleted controllers that still have pods. */
  readonly #leaving = new Set<string>();
  /** Pods with a controller, by slot, which watch events look up faster than names. */
  readonly #tracked: (TrackedPod | undefined)[] = [];
  /** Pods without a controller, by namespace and UID: candidates for adoption. */
  readonly #ownerless = new Map<string, Map<string, Ownerless>>();

  constructor(switches: PodReadingSwitches) {
    this.#switches = switches;
  }

  /** Applies a commit that the watch delivered. */
  apply({ type, slot, object, previous }: PodCommit): void {
    if (type === "DELETED") {
      this.#remove(slot, previous ?? object);
      // A pod that was adopted ahead of the watch can be deleted before the watch has shown its controller.
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

  /** Adds a pod that the controller has just adopted to its Job, ahead of the watch. */
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

  /** The pods of a namespace that have no controller. */
  ownerless(namespace: string): readonly Pod[] {
    const known = this.#ownerless.get(namespace);
    return known === undefined || known.size === 0 ? NO_PODS : Array.from(known.values(), ({ pod }) => pod);
  }

  /** Finds a pod by UID: among the pods of the controller, or among those without one. */
  find(namespace: string, uid: string, controllerUid: string | undefined): Pod | undefined {
    const owned = controllerUid === undefined ? undefined : this.#byController.get(controllerUid)?.get(uid)?.latest;
    return owned ?? this.#ownerless.get(namespace)?.get(uid)?.pod;
  }

  /** Pods that the clean-up of a Job considers: its own, and those of its namespace that have no controller. */
  inReachOf(namespace: string, controllerUid: string): readonly Pod[] {
    const owned = this.#byController.get(controllerUid)?.latest() ?? [];
    return [...owned, ...this.ownerless(namespace)];
  }

  /** The pods of a controller in the cache. */
  latestOf(uid: string): readonly Pod[] {
    return this.#byController.get(uid)?.latest() ?? NO_PODS;
  }

  /** Frees the memory for a deleted controller, now or when its last pod is gone. */
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

  /** @param pod its state before the change that removes it */
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
