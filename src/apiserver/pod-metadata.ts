/**
 * Copies of a pod's metadata, written out field by field.
 *
 * A pod's metadata is copied at every change, and a literal costs a quarter of a spread. The literals cover the pods that
 * controllers create and nobody has marked deleted; every other shape is spread.
 */

import type { ObjectMeta } from "../api/types.ts";

/** The metadata at a new resource version. */
export function atVersion(metadata: ObjectMeta, resourceVersion: string): ObjectMeta {
  const { generateName, annotations, labels, ownerReferences, finalizers } = metadata;
  if (
    metadata.deletionTimestamp !== undefined ||
    metadata.generation !== undefined ||
    generateName === undefined ||
    labels === undefined ||
    annotations === undefined ||
    ownerReferences === undefined
  ) {
    return { ...metadata, resourceVersion };
  }
  const { name, namespace, uid, creationTimestamp } = metadata;
  return finalizers === undefined
    ? { name, generateName, namespace, uid, resourceVersion, creationTimestamp, labels, annotations, ownerReferences }
    : {
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

/** Metadata without the finalizer; the same object where it had none of that name. */
export function withoutFinalizer(metadata: ObjectMeta, finalizer: string): ObjectMeta {
  const { finalizers } = metadata;
  if (finalizers === undefined || !finalizers.includes(finalizer)) return metadata;
  if (finalizers.length > 1) return { ...metadata, finalizers: finalizers.filter((held) => held !== finalizer) };
  return withoutFinalizers(metadata);
}

function withoutFinalizers(metadata: ObjectMeta): ObjectMeta {
  const { generateName, annotations, labels, ownerReferences } = metadata;
  if (
    metadata.deletionTimestamp !== undefined ||
    metadata.generation !== undefined ||
    generateName === undefined ||
    labels === undefined ||
    annotations === undefined ||
    ownerReferences === undefined
  ) {
    const { finalizers: _removed, ...rest } = metadata;
    return rest;
  }
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
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

/** Metadata without the owner reference of that UID. */
export function withoutOwner(metadata: ObjectMeta, ownerUid: string): ObjectMeta {
  const { ownerReferences = [], ...rest } = metadata;
  const remaining = ownerReferences.filter((reference) => reference.uid !== ownerUid);
  return remaining.length === 0 ? rest : { ...rest, ownerReferences: remaining };
}
