/**
 * The garbage collector: what happens to dependents when their owner is deleted, by propagation policy, for all kinds.
 * Steps have the names of pkg/controller/garbagecollector.
 *
 * It acts at the same instant as the commit it follows, as the recordings do; a real one lags by a fraction of a
 * second.
 */

import { FOREGROUND_FINALIZER, ORPHAN_FINALIZER } from "../api/constants.ts";
import type { AnyKind } from "../api/kinds/kind.ts";
import { POD } from "../api/kinds/workloads.ts";
import type { KubeObject, OwnerReference, Pod } from "../api/types.ts";
import type { DeletionReviews } from "./deletion-reviews.ts";
import { DependentsGraph } from "./dependents.ts";
import type { CommitType } from "./log.ts";
import { withoutFinalizerOf } from "./object-metadata.ts";
import { withoutOwner } from "./pod-metadata.ts";
import type { PodRegistry } from "./pod-registry.ts";
import type { Registries } from "./registries.ts";
import type { Registry } from "./registry.ts";
import type { Storage } from "./storage.ts";
import type { Propagation } from "./write-options.ts";

const ACTOR = "garbage-collector";
const NO_OWNERS: readonly OwnerReference[] = [];

/** The part of the API server that the collector works with. */
export interface CollectedServer {
  readonly objects: Registries;
  readonly pods: PodRegistry;
  /** Knows which UIDs were given out in this run; manifests may name owners that never existed in it. */
  readonly storage: Pick<Storage, "names">;
  readonly deletionReviews: DeletionReviews | undefined;
}

/** An object with its registry. */
interface Stored {
  readonly registry: Registry;
  readonly object: KubeObject;
}

export class GarbageCollector {
  readonly #objects: Registries;
  readonly #pods: PodRegistry;
  readonly #server: CollectedServer;
  readonly #collectsUnowned: boolean;
  readonly #graph: DependentsGraph;
  /** Objects that wait for their dependents to be deleted. */
  readonly #going = new Set<string>();

  /**
   * @param collectsUnowned whether objects are deleted that were created after their owner was gone or terminating
   */
  constructor(server: CollectedServer, collectsUnowned: boolean) {
    const { objects, pods } = server;
    this.#server = server;
    this.#objects = objects;
    this.#pods = pods;
    this.#collectsUnowned = collectsUnowned;
    this.#graph = new DependentsGraph((namespace, name) => pods.pods.slotOf(namespace, name) !== undefined);
  }

  /** Updates the graph after a commit of a pod, and finalizes owners that no dependent blocks any more. */
  podChanged(type: CommitType, pod: Pod, previous: Pod | undefined): void {
    const { ownerReferences: owners = NO_OWNERS } = pod.metadata;
    const before = previous?.metadata.ownerReferences ?? NO_OWNERS;
    if (type !== "DELETED" && owners === before) return;
    for (const owner of before) this.#graph.remove(owner, pod.metadata.uid);
    if (type === "DELETED") {
      const last = owners === NO_OWNERS ? before : owners;
      for (const owner of last) this.#processDeletingDependents(pod.metadata.namespace, owner);
      if (this.#graph.has(pod.metadata.uid)) this.#deleteDependents(pod, "Background");
      return;
    }
    for (const owner of owners) this.#graph.addPod(owner, pod);
    for (const owner of before) this.#processDeletingDependents(pod.metadata.namespace, owner);
    if (this.#collectsUnowned && owners.length > 0) this.#collectUnowned(POD, pod);
  }

  /**
   * Does the same for an object of any other kind, and starts the deletion of its dependents if it is being deleted.
   */
  objectChanged(of: AnyKind, type: CommitType, object: KubeObject, previous: KubeObject | undefined): void {
    const owners = object.metadata.ownerReferences;
    const before = previous?.metadata.ownerReferences;
    const { namespace, uid } = object.metadata;
    if (owners !== before || type === "DELETED") {
      for (const owner of before ?? []) this.#graph.remove(owner, uid);
      if (type !== "DELETED") for (const owner of owners ?? []) this.#graph.add(owner, of, object);
      for (const owner of before ?? []) this.#processDeletingDependents(namespace, owner);
    }
    if (type === "DELETED") {
      this.#going.delete(uid);
      this.#deleteDependents(object, "Background");
    } else if (object.metadata.deletionTimestamp !== undefined) this.#processDeleting(of, object);
    else if (this.#collectsUnowned && owners !== undefined && owners !== before) this.#collectUnowned(of, object);
  }

  /** Acts on an object that was marked for deletion. */
  #processDeleting(of: AnyKind, object: KubeObject): void {
    const { finalizers = [], namespace, name, uid } = object.metadata;
    if (finalizers.includes(ORPHAN_FINALIZER)) {
      this.#orphanDependents(object);
      this.#removeFinalizer(of, namespace, name, ORPHAN_FINALIZER);
    } else if (finalizers.includes(FOREGROUND_FINALIZER)) {
      if (this.#collectsUnowned || !this.#going.has(uid)) this.#deleteDependents(object, "Foreground");
      this.#going.add(uid);
      const { apiVersion, kind } = object;
      this.#processDeletingDependents(namespace, { apiVersion, kind, name, uid });
    }
  }

  /** Deletes an object whose owners are all gone: it was created from a stale cache, or adopted by a deleted owner. */
  #collectUnowned(of: AnyKind, { metadata }: KubeObject): void {
    const { namespace, name, deletionTimestamp, ownerReferences: owners = [] } = metadata;
    if (deletionTimestamp !== undefined || owners.length === 0) return;
    if (!owners.every((owner) => this.#isGone(of, namespace, owner))) return;
    this.#delete(of, namespace, name, "Background");
  }

  #delete(of: AnyKind, namespace: string, name: string, propagation: Propagation): void {
    const { deletionReviews: reviews } = this.#server;
    const stored = reviews && this.#objects.of(of).get(namespace, name);
    const carryOut = () => this.#deleteNow(of, namespace, name, propagation);
    const isHeld = stored && reviews?.hold({ of, stored, actor: ACTOR, propagation, isRetried: true, carryOut });
    if (isHeld !== true) carryOut();
  }

  #deleteNow(of: AnyKind, namespace: string, name: string, propagation: Propagation): void {
    if (of === POD) this.#pods.delete(namespace, name, undefined, ACTOR);
    else this.#objects.of(of).delete(namespace, name, { actor: ACTOR, propagation });
  }

  /** Owners of unknown kinds, and owners that never existed in this run, do not count as gone. */
  #isGone(of: AnyKind, namespace: string, owner: OwnerReference): boolean {
    const registry = this.#objects.ofReference(owner);
    if (registry === undefined || registry.get(namespace, owner.name)?.metadata.uid === owner.uid) return false;
    // A cluster-scoped object cannot say in which namespace its owner is.
    if (registry.of.isNamespaced && !of.isNamespaced) return false;
    return (of === POD && owner.kind === "Job") || this.#server.storage.names.isOwn(owner.uid);
  }

  /**
   * Deletes dependents; one with another owner that stays only loses the reference (`attemptToDeleteItem`).
   *
   * @param policy of the owner's deletion: with Foreground, dependents that have dependents wait for these
   */
  #deleteDependents(owner: KubeObject, policy: "Foreground" | "Background"): void {
    const { uid } = owner.metadata;
    for (const { registry, object } of this.#dependentsOf(owner)) {
      const { namespace, name, ownerReferences = [] } = object.metadata;
      if (ownerReferences.some((other) => other.uid !== uid && this.#isSolid(namespace, other))) {
        registry.replaceMetadata(object, withoutOwner(object.metadata, uid), "patch", ACTOR);
        continue;
      }
      const waits = policy === "Foreground" && this.#graph.has(object.metadata.uid);
      this.#delete(registry.of, namespace, name, waits ? "Foreground" : heldBy(object));
    }
  }

  /** Whether an owner exists and is not waiting for its dependents. */
  #isSolid(namespace: string, reference: OwnerReference): boolean {
    const owner = this.#objects.ofReference(reference)?.get(namespace, reference.name);
    if (owner === undefined || owner.metadata.uid !== reference.uid) return false;
    const { deletionTimestamp, finalizers = [] } = owner.metadata;
    return deletionTimestamp === undefined || !finalizers.includes(FOREGROUND_FINALIZER);
  }

  #orphanDependents(owner: KubeObject): void {
    for (const { registry, object } of this.#dependentsOf(owner)) {
      const { namespace, name, uid } = object.metadata;
      // The patch of another dependent may have led to a write of this one: a pod that is gone makes room for the next.
      const stored = registry.get(namespace, name);
      if (stored?.metadata.uid !== uid) continue;
      registry.replaceMetadata(stored, withoutOwner(stored.metadata, owner.metadata.uid), "patch", ACTOR);
    }
  }

  #dependentsOf({ metadata: { namespace, uid } }: KubeObject): readonly Stored[] {
    const pods = this.#objects.of(POD);
    const stored = [...this.#graph.podNames(uid)].map((name) => ({
      registry: pods,
      object: pods.get(namespace, name),
    }));
    for (const place of this.#graph.others(uid)) {
      const registry = this.#objects.of(place.of);
      stored.push({ registry, object: registry.get(place.namespace, place.name) });
    }
    return stored.flatMap(({ registry, object }) => {
      const isOwned = object?.metadata.ownerReferences?.some((reference) => reference.uid === uid) === true;
      return isOwned && object !== undefined ? [{ registry, object }] : [];
    });
  }

  /** Finalizes an owner that waited for its dependents, once no dependent blocks it. */
  #processDeletingDependents(namespace: string, owner: OwnerReference): void {
    if (this.#graph.blocking(owner.uid) > 0) return;
    const registry = this.#objects.ofReference(owner);
    const stored = registry?.get(namespace, owner.name);
    if (registry === undefined || stored === undefined || stored.metadata.uid !== owner.uid) return;
    if (stored.metadata.deletionTimestamp === undefined) return;
    this.#removeFinalizer(registry.of, namespace, owner.name, FOREGROUND_FINALIZER);
  }

  #removeFinalizer(of: AnyKind, namespace: string, name: string, finalizer: string): void {
    const registry = this.#objects.of(of);
    const stored = registry.get(namespace, name);
    if (stored?.metadata.finalizers?.includes(finalizer) !== true) return;
    registry.replaceMetadata(stored, withoutFinalizerOf(stored.metadata, finalizer), "removeFinalizer", ACTOR);
  }
}

/** The propagation policy that the finalizers of a dependent ask for. */
function heldBy({ metadata: { finalizers = [] } }: KubeObject): Propagation {
  if (finalizers.includes(ORPHAN_FINALIZER)) return "Orphan";
  return finalizers.includes(FOREGROUND_FINALIZER) ? "Foreground" : "Background";
}
