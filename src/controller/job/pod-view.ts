/** The controller's view of pods, by the controller that owns them. */

import type { Pod } from "../../api/types.ts";
import type { PodCommit } from "../../apiserver/log.ts";
import { JobPods } from "./job-pods.ts";
import { controllerOf } from "./pod-facts.ts";
import type { PodSwitches } from "./tracked-pod.ts";

export class PodView {
  readonly #switches: PodSwitches;
  readonly #byController = new Map<string, JobPods>();
  /** Pods without controller, by namespace and UID: candidates for adoption. */
  readonly #ownerless = new Map<string, Map<string, Pod>>();

  constructor(switches: PodSwitches) {
    this.#switches = switches;
  }

  /** Takes over a commit that the watch delivered. */
  apply(commit: PodCommit): void {
    const { object, previous } = commit;
    const owner = controllerOf(object)?.uid;
    if (commit.type === "DELETED") {
      this.#remove(previous ?? object, previous === undefined ? owner : controllerOf(previous)?.uid);
      return;
    }
    if (previous !== undefined && previous.metadata.ownerReferences !== object.metadata.ownerReferences) {
      const before = controllerOf(previous)?.uid;
      if (before !== owner) this.#remove(previous, before);
    }
    this.add(object, owner);
  }

  /** Adds or replaces a pod. */
  add(pod: Pod, owner: string | undefined = controllerOf(pod)?.uid): void {
    if (owner !== undefined) {
      this.ofController(owner).observe(pod);
      return;
    }
    const { namespace, uid } = pod.metadata;
    const pods = this.#ownerless.get(namespace);
    if (pods === undefined) this.#ownerless.set(namespace, new Map([[uid, pod]]));
    else pods.set(uid, pod);
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
  ownerless(namespace: string): Iterable<Pod> {
    return this.#ownerless.get(namespace)?.values() ?? [];
  }

  /** Finds a pod by its UID and the controller it had, or has no longer. */
  find(namespace: string, uid: string, controllerUid: string | undefined): Pod | undefined {
    const owned = controllerUid === undefined ? undefined : this.#byController.get(controllerUid)?.get(uid)?.latest;
    return owned ?? this.#ownerless.get(namespace)?.get(uid);
  }

  /** Pods that a Job's clean-up can concern: its own, and those of its namespace that have no controller. */
  inReachOf(namespace: string, controllerUid: string): readonly Pod[] {
    const owned = this.#byController.get(controllerUid)?.latest() ?? [];
    return [...owned, ...this.ownerless(namespace)];
  }

  /** Frees what is kept for a controller that has no pods left. */
  forgetController(uid: string): void {
    if (this.#byController.get(uid)?.size === 0) this.#byController.delete(uid);
  }

  #remove(pod: Pod, owner: string | undefined): void {
    const { namespace, uid } = pod.metadata;
    if (owner === undefined) this.#ownerless.get(namespace)?.delete(uid);
    else this.#byController.get(owner)?.forget(uid);
  }
}
