/** Which objects depend on which: the garbage collector's graph, by the UID of the owner. */

import type { AnyKind } from "../api/kinds/kind.ts";
import type { KubeObject, OwnerReference, Pod } from "../api/types.ts";

/** Up to this many names, those of deleted pods are not removed. */
const MIN_NAMES = 64;

/** Where a dependent other than a pod is stored. */
export interface DependentPlace {
  readonly of: AnyKind;
  readonly namespace: string;
  readonly name: string;
}

/** What depends on one owner. */
interface Dependents {
  count: number;
  /** How many of these block a foreground deletion (`blockOwnerDeletion`). */
  blocking: number;
  /** Pods in creation order; some may be gone. */
  podNames: string[];
  /** Objects of other kinds by their UID. */
  others: Map<string, DependentPlace> | undefined;
}

export class DependentsGraph {
  readonly #byOwner = new Map<string, Dependents>();
  readonly #isPod: (namespace: string, name: string) => boolean;

  /** @param isPod whether a pod of that name is stored */
  constructor(isPod: (namespace: string, name: string) => boolean) {
    this.#isPod = isPod;
  }

  /** The number of dependents that block the foreground deletion of an owner. */
  blocking(ownerUid: string): number {
    return this.#byOwner.get(ownerUid)?.blocking ?? 0;
  }

  has(ownerUid: string): boolean {
    return this.#byOwner.has(ownerUid);
  }

  /** Distinct names of an owner's pods; some may be gone, or have another owner by now. */
  podNames(ownerUid: string): ReadonlySet<string> {
    return new Set(this.#byOwner.get(ownerUid)?.podNames);
  }

  /** Places of an owner's other dependents. */
  others(ownerUid: string): readonly DependentPlace[] {
    return [...(this.#byOwner.get(ownerUid)?.others?.values() ?? [])];
  }

  addPod({ uid, blockOwnerDeletion }: OwnerReference, { metadata }: Pod): void {
    const dependents = this.#of(uid);
    dependents.count++;
    if (blockOwnerDeletion === true) dependents.blocking++;
    dependents.podNames.push(metadata.name);
    // An owner that keeps replacing its pods must not accumulate the names of all.
    if (dependents.podNames.length > 2 * dependents.count + MIN_NAMES) {
      const { namespace } = metadata;
      dependents.podNames = dependents.podNames.filter((known) => this.#isPod(namespace, known));
    }
  }

  add({ uid, blockOwnerDeletion }: OwnerReference, of: AnyKind, { metadata }: KubeObject): void {
    const { namespace, name } = metadata;
    const dependents = this.#of(uid);
    dependents.count++;
    if (blockOwnerDeletion === true) dependents.blocking++;
    dependents.others ??= new Map();
    dependents.others.set(metadata.uid, { of, namespace, name });
  }

  remove({ uid, blockOwnerDeletion }: OwnerReference, dependentUid: string): void {
    const dependents = this.#byOwner.get(uid);
    if (dependents === undefined) return;
    dependents.count--;
    if (blockOwnerDeletion === true) dependents.blocking--;
    dependents.others?.delete(dependentUid);
    if (dependents.count === 0) this.#byOwner.delete(uid);
  }

  #of(uid: string): Dependents {
    let dependents = this.#byOwner.get(uid);
    if (dependents === undefined) {
      dependents = { count: 0, blocking: 0, podNames: [], others: undefined };
      this.#byOwner.set(uid, dependents);
    }
    return dependents;
  }
}
