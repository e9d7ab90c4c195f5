/**
 * Copies of a pod's metadata, written out field by field.
 *
 * A pod's metadata is copied at every change, and a literal costs a quarter of a spread. The literals cover pods that
 * controllers created and that are not being deleted; all other shapes are spread.
 */

import { copyWith } from "../api/copy-with.ts";
import type { ObjectMeta } from "../api/types.ts";
import type { AdoptRequest, ReleaseRequest } from "./requests.ts";

/** The metadata, except finalizers, of a controller's pod that is not being deleted. */
type LivingPodMeta = ObjectMeta &
  Required<Pick<ObjectMeta, "generateName" | "labels" | "annotations" | "ownerReferences">>;

function isLivingPod(metadata: ObjectMeta): metadata is LivingPodMeta {
  return (
    metadata.deletionTimestamp === undefined &&
    metadata.generation === undefined &&
    metadata.generateName !== undefined &&
    metadata.labels !== undefined &&
    metadata.annotations !== undefined &&
    metadata.ownerReferences !== undefined
  );
}

function copyWithoutFinalizers(metadata: LivingPodMeta, resourceVersion: string): ObjectMeta {
  const { name, generateName, namespace, uid, creationTimestamp, labels, annotations, ownerReferences } = metadata;
  return {
    name,
    generateName,
    namespace,
    uid,
    resourceVersion,
    creationTimestamp,
    labels,
    annotations,
    ownerReferences,
  };
}

function copyWithFinalizers(
  metadata: LivingPodMeta,
  resourceVersion: string,
  finalizers: readonly string[],
): ObjectMeta {
  const { name, generateName, namespace, uid, creationTimestamp, labels, annotations, ownerReferences } = metadata;
  return {
    name,
    generateName,
    namespace,
    uid,
    resourceVersion,
    creationTimestamp,
    labels,
    annotations,
    ownerReferences,
    finalizers,
  };
}

/** The metadata at a new resource version. */
export function atVersion(metadata: ObjectMeta, resourceVersion: string): ObjectMeta {
  if (!isLivingPod(metadata)) return copyWith(metadata, { resourceVersion });
  const { finalizers } = metadata;
  return finalizers === undefined
    ? copyWithoutFinalizers(metadata, resourceVersion)
    : copyWithFinalizers(metadata, resourceVersion, finalizers);
}

/** Metadata without the finalizer, at a resource version. */
export function withoutFinalizer(metadata: ObjectMeta, finalizer: string, resourceVersion: string): ObjectMeta {
  const remaining = metadata.finalizers?.filter((held) => held !== finalizer) ?? [];
  if (remaining.length === 0 && isLivingPod(metadata)) return copyWithoutFinalizers(metadata, resourceVersion);
  const { finalizers: _before, ...rest } = copyWith(metadata, { resourceVersion });
  return remaining.length === 0 ? rest : copyWith(rest, { finalizers: remaining });
}

/** Metadata without the owner reference of that UID. */
export function withoutOwner(metadata: ObjectMeta, ownerUid: string): ObjectMeta {
  const { ownerReferences = [], ...rest } = metadata;
  const remaining = ownerReferences.filter((reference) => reference.uid !== ownerUid);
  return remaining.length === 0 ? rest : copyWith(rest, { ownerReferences: remaining });
}

/** The metadata of a pod that a controller adopts. */
export function adopted(metadata: ObjectMeta, { owner, finalizer }: AdoptRequest): ObjectMeta {
  const { ownerReferences = [], finalizers = [] } = metadata;
  return copyWith(metadata, {
    ownerReferences: [...ownerReferences.filter((reference) => reference.uid !== owner.uid), owner],
    finalizers: finalizers.includes(finalizer) ? finalizers : [...finalizers, finalizer],
  });
}

/** The metadata of a pod that its controller releases. */
export function released(metadata: ObjectMeta, { ownerUid, finalizer }: ReleaseRequest): ObjectMeta {
  return withoutOwner(withoutFinalizer(metadata, finalizer, metadata.resourceVersion), ownerUid);
}
