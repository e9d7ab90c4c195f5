/** Pods in the API server: creation, the patches that controllers send, and graceful deletion. */

import type { Mutable } from "../api/mutable.ts";
import { type ApiSwitches, CURRENT_API } from "../api/switches.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { ObjectMeta, Pod, PodSpec, PodStatus } from "../api/types.ts";
import { validateOnlyForPods } from "../api/validation/pod/only-pods.ts";
import type { Admission } from "./admission/admission.ts";
import { type MergedKeys, withPodDefaults } from "./admission/pod-defaults.ts";
import { GATED, isGated } from "./admission/scheduling-gates.ts";
import { controllerNameOf } from "./controller-reference.ts";
import { type ApiError, accepted, alreadyExists, conflict, invalid, notFound, type Result, refused } from "./errors.ts";
import type { Actor, CommitType, Verb } from "./log.ts";
import { NAME_ATTEMPTS } from "./names.ts";
import { effectiveGraceSeconds, isGone, markPodDeleted } from "./pod-deletion.ts";
import { adopted, atVersion, released, withoutFinalizer } from "./pod-metadata.ts";
import { PodTable } from "./pod-table.ts";
import type { AdoptRequest, NewPod, ReleaseRequest } from "./requests.ts";
import type { Storage } from "./storage.ts";

/** The slot of a pod that does not exist. */
const GONE = -1;
const PENDING: PodStatus = Object.freeze({ phase: "Pending" });

/** The admission that pods pass before they are stored. */
export interface PodAdmission {
  readonly chain: Admission;
  readonly merged: MergedKeys;
}

/** Called for each stored change of a pod, so that the garbage collector can follow owners. */
export type PodListener = (type: CommitType, pod: Pod, previous: Pod | undefined) => void;

/** The pods of the API server. */
export class PodRegistry {
  readonly pods = new PodTable();
  readonly #storage: Storage;
  readonly #changed: PodListener;
  readonly #nameAttempts: number;
  readonly #admission: PodAdmission;

  /** @internal */
  constructor(
    storage: Storage,
    changed: PodListener,
    admission: PodAdmission,
    { generateNameRetries }: ApiSwitches = CURRENT_API,
  ) {
    this.#admission = admission;
    this.#nameAttempts = generateNameRetries ? NAME_ATTEMPTS : 1;
    this.#storage = storage;
    this.#changed = changed;
  }

  /** Creates a pod under a generated name, in phase `Pending`. */
  create(pod: NewPod, actor: Actor): Result<Pod> {
    const name = this.freeName(pod.namespace, pod.generateName);
    if (name === undefined) return refused(alreadyExists("pods", pod.generateName));
    const errors = validateOnlyForPods(pod.spec);
    if (errors.length > 0) return this.#refuseCreation({ ...pod, name }, invalid("pods", name, errors), actor);
    const { merged, chain } = this.#admission;
    let { annotations } = pod;
    let spec = withPodDefaults(pod.spec, pod.labels, merged);
    if (!chain.leavesAlone(spec)) {
      const admitted = chain.admitPod(pod.namespace, name, { spec, annotations });
      if (!admitted.ok) return this.#refuseCreation({ ...pod, name }, admitted.error, actor);
      ({ spec, annotations } = admitted.object);
    }
    const resourceVersion = this.#storage.nextResourceVersion();
    const metadata: Mutable<ObjectMeta> = {
      name,
      generateName: pod.generateName,
      namespace: pod.namespace,
      uid: this.#storage.names.uid(),
      resourceVersion: String(resourceVersion),
      creationTimestamp: formatTimestamp(this.#storage.instantMs),
      labels: pod.labels,
    };
    if (annotations !== undefined) metadata.annotations = annotations;
    if (pod.ownerReferences !== undefined) metadata.ownerReferences = pod.ownerReferences;
    if (pod.finalizers !== undefined) metadata.finalizers = pod.finalizers;
    const stored: Pod = { apiVersion: "v1", kind: "Pod", metadata, spec, status: isGated(spec) ? GATED : PENDING };
    return accepted(this.#add(stored, actor, resourceVersion));
  }

  #refuseCreation(
    { namespace, name, ownerReferences }: Pick<ObjectMeta, "namespace" | "name" | "ownerReferences">,
    error: ApiError,
    actor: Actor,
  ): Result<Pod> {
    const { timeMs, log } = this.#storage;
    const entry = { kind: "request", timeMs, resource: "pods", verb: "create", actor, namespace, name, error } as const;
    const owner = controllerNameOf(ownerReferences);
    log.append(owner === undefined ? entry : { ...entry, owner });
    return refused(error);
  }

  /** Creates a pod that a user wrote, under its own name. */
  createNamed(pod: Pod, actor: Actor): Result<Pod> {
    const { namespace, name } = pod.metadata;
    if (this.pods.get(namespace, name) !== undefined) return refused(alreadyExists("pods", name));
    const { merged, chain } = this.#admission;
    const { labels = {}, annotations: given } = pod.metadata;
    const spec = withPodDefaults(pod.spec, labels, merged);
    const admitted = chain.admitPod(namespace, name, { spec, annotations: given });
    if (!admitted.ok) return this.#refuseCreation(pod.metadata, admitted.error, actor);
    const { annotations } = admitted.object;
    const resourceVersion = this.#storage.nextResourceVersion();
    const metadata: ObjectMeta = {
      ...pod.metadata,
      ...(annotations === undefined ? {} : { annotations }),
      uid: this.#storage.names.uid(),
      resourceVersion: String(resourceVersion),
      creationTimestamp: formatTimestamp(this.#storage.instantMs),
    };
    const status = isGated(spec) ? { ...pod.status, ...GATED } : pod.status;
    const stored: Pod = { ...pod, metadata, spec: admitted.object.spec, status };
    return accepted(this.#add(stored, actor, resourceVersion));
  }

  /** Replaces a stored pod; one that is being deleted and has no finalizers left is removed. */
  replace(next: Pod, stored: Pod, verb: Verb, actor: Actor): Pod {
    const { namespace, name } = stored.metadata;
    const slot = this.pods.slotOf(namespace, name);
    return slot === undefined ? next : this.#replaceParts(slot, next.metadata, next.spec, next.status, verb, actor);
  }

  /**
   * Stores what a kubelet reports: a new status, and the spec with the node's name if the pod was just bound.
   *
   * @param slot the pod's slot in the table
   */
  report(slot: number, stored: Pod, status: PodStatus, spec: PodSpec): Pod {
    return this.#replaceParts(slot, stored.metadata, spec, status, "update", "kubelet");
  }

  #replaceMetadata(metadata: ObjectMeta, stored: Pod, verb: Verb, actor: Actor): Pod {
    return this.replace({ ...stored, metadata }, stored, verb, actor);
  }

  /** Runs have 100,000 pods and more: a change allocates one object and one metadata, and nothing else. */
  #replaceParts(slot: number, metadata: ObjectMeta, spec: PodSpec, status: PodStatus, verb: Verb, actor: Actor): Pod {
    const resourceVersion = this.#storage.nextResourceVersion();
    const versioned = atVersion(metadata, String(resourceVersion));
    const pod: Pod = { apiVersion: "v1", kind: "Pod", metadata: versioned, spec, status };
    return this.#commitChange(slot, verb, actor, pod, resourceVersion);
  }

  /** Removes a finalizer; a pod that is being deleted is removed with its last one. */
  removeFinalizer(namespace: string, name: string, finalizer: string, actor: Actor): Result<Pod> {
    const slot = this.pods.slotOf(namespace, name) ?? GONE;
    const stored = this.pods.at(slot);
    if (stored === undefined) return refused(notFound("pods", name));
    const { metadata, spec, status } = stored;
    if (metadata.finalizers?.includes(finalizer) !== true) return this.#unchanged(stored, "removeFinalizer", actor);
    const resourceVersion = this.#storage.nextResourceVersion();
    const released = withoutFinalizer(metadata, finalizer, String(resourceVersion));
    const pod: Pod = { apiVersion: "v1", kind: "Pod", metadata: released, spec, status };
    return accepted(this.#commitChange(slot, "removeFinalizer", actor, pod, resourceVersion));
  }

  /** Adds the controller to a pod that has none, with the finalizer. */
  adopt(request: AdoptRequest, actor: Actor): Result<Pod> {
    const stored = this.pods.get(request.namespace, request.name);
    if (stored === undefined) return refused(notFound("pods", request.name));
    if (stored.metadata.uid !== request.uid) return refused(conflict("pods", request.name));
    return accepted(this.#replaceMetadata(adopted(stored.metadata, request), stored, "adopt", actor));
  }

  /** Removes the owner reference and the finalizer from a pod. */
  release(request: ReleaseRequest, actor: Actor): Result<Pod> {
    const stored = this.pods.get(request.namespace, request.name);
    if (stored === undefined) return refused(notFound("pods", request.name));
    if (stored.metadata.uid !== request.uid) return refused(conflict("pods", request.name));
    return accepted(this.#replaceMetadata(released(stored.metadata, request), stored, "release", actor));
  }

  /** Marks a pod for deletion, or removes it if there is nothing to wait for. */
  delete(namespace: string, name: string, gracePeriodSeconds: number | undefined, actor: Actor): Result<Pod> {
    const stored = this.pods.get(namespace, name);
    if (stored === undefined) return refused(notFound("pods", name));
    const deleted = this.deleteStored(stored, gracePeriodSeconds, actor);
    return deleted === stored ? this.#unchanged(stored, "delete", actor) : accepted(deleted);
  }

  /** Does the same for a pod that is known to exist; returns the same object if the request changes nothing. */
  deleteStored(stored: Pod, gracePeriodSeconds: number | undefined, actor: Actor): Pod {
    const graceSeconds = effectiveGraceSeconds(stored, gracePeriodSeconds);
    const metadata = markPodDeleted(stored, this.#storage.instantMs, graceSeconds);
    if (metadata === undefined && !isGone(stored.metadata)) return stored;
    return this.replace({ ...stored, metadata: metadata ?? stored.metadata }, stored, "delete", actor);
  }

  /** A generated name that is free in the namespace; `undefined` if all attempts collide. */
  freeName(namespace: string, generateName: string): string | undefined {
    for (let attempt = 0; attempt < this.#nameAttempts; attempt++) {
      const name = this.#storage.names.generate(generateName);
      if (this.pods.slotOf(namespace, name) === undefined) return name;
    }
    return undefined;
  }

  #add(pod: Pod, actor: Actor, resourceVersion: number): Pod {
    const slot = this.pods.add(pod);
    this.#commit(slot, "ADDED", "create", actor, pod, undefined, resourceVersion);
    return pod;
  }

  #commitChange(slot: number, verb: Verb, actor: Actor, pod: Pod, resourceVersion: number): Pod {
    const previous = this.pods.at(slot);
    const gone = isGone(pod.metadata);
    if (gone) this.pods.remove(slot);
    else this.pods.set(slot, pod);
    this.#commit(slot, gone ? "DELETED" : "MODIFIED", verb, actor, pod, previous, resourceVersion);
    return pod;
  }

  #commit(
    slot: number,
    type: CommitType,
    verb: Verb,
    actor: Actor,
    object: Pod,
    previous: Pod | undefined,
    resourceVersion: number,
  ): void {
    const { timeMs } = this.#storage;
    this.#storage.log.append({
      kind: "commit",
      timeMs,
      resourceVersion,
      type,
      resource: "pods",
      verb,
      actor,
      slot,
      object,
      previous,
    });
    this.#changed(type, object, previous);
  }

  #unchanged(stored: Pod, verb: Verb, actor: Actor): Result<Pod> {
    const { namespace, name } = stored.metadata;
    const { timeMs } = this.#storage;
    this.#storage.log.append({ kind: "request", timeMs, resource: "pods", verb, actor, namespace, name });
    return accepted(stored);
  }
}
