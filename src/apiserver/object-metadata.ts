/** Which metadata a write of any object may set, and which the server sets. */

import { copyWith } from "../api/copy-with.ts";
import type { ObjectMeta } from "../api/types.ts";

/** Identity that only the server can assign to a new object. */
export interface Identity {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly creationTimestamp: string;
}

/** The metadata of a new object; deletion fields are dropped. */
export function metadataForCreate(given: ObjectMeta, identity: Identity, hasGeneration: boolean): ObjectMeta {
  const { deletionTimestamp: _at, deletionGracePeriodSeconds: _grace, generation: _generation, ...kept } = given;
  const { name, namespace, uid, creationTimestamp } = identity;
  const made = copyWith(kept, { name, namespace, uid, creationTimestamp, resourceVersion: "" });
  return hasGeneration ? copyWith(made, { generation: 1 }) : made;
}

/**
 * The metadata of an object that replaces a stored one (`BeforeUpdate`): carries over fields that the server owns. A
 * changed name or UID is kept so that validation refuses it.
 */
export function metadataForUpdate(next: ObjectMeta, stored: ObjectMeta): ObjectMeta {
  if (next === stored) return stored;
  const { deletionTimestamp: _at, deletionGracePeriodSeconds: _grace, generation: _generation, ...kept } = next;
  const { deletionTimestamp, deletionGracePeriodSeconds, generation } = stored;
  return copyWith(kept, {
    name: next.name || stored.name,
    namespace: next.namespace || stored.namespace,
    uid: next.uid || stored.uid,
    resourceVersion: next.resourceVersion || stored.resourceVersion,
    creationTimestamp: stored.creationTimestamp,
    ...(generation === undefined ? {} : { generation }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
  });
}

/** Metadata without one of its finalizers. */
export function withoutFinalizerOf({ finalizers = [], ...rest }: ObjectMeta, finalizer: string): ObjectMeta {
  const remaining = finalizers.filter((held) => held !== finalizer);
  return remaining.length === 0 ? rest : copyWith(rest, { finalizers: remaining });
}

/** Metadata at the next generation. */
export function atNextGeneration(metadata: ObjectMeta): ObjectMeta {
  return copyWith(metadata, { generation: (metadata.generation ?? 0) + 1 });
}
