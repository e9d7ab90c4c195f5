/** Whether a write targets the stored object: compares the UID, and the version if the client names one. */

import type { ObjectMeta } from "../api/types.ts";
import { type ApiError, conflict, type KindNames, type Resource } from "./errors.ts";
import type { Preconditions } from "./write-options.ts";

type Of = Resource | KindNames;

/** The error of a DELETE whose preconditions are not met, with the API server's message. */
export function checkPreconditions(
  of: Of,
  stored: ObjectMeta,
  preconditions: Preconditions = {},
): ApiError | undefined {
  const { uid, resourceVersion } = preconditions;
  if (uid !== undefined && uid !== stored.uid) {
    const detail = `the UID in the precondition (${uid}) does not match the UID in record (${stored.uid}). The object might have been deleted and then recreated`;
    return conflict(of, stored.name, detail);
  }
  if (resourceVersion !== undefined && resourceVersion !== stored.resourceVersion) {
    const detail = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${stored.resourceVersion}). The object might have been modified`;
    return conflict(of, stored.name, detail);
  }
  return undefined;
}

/**
 * The error of an update of another version, or of another object with the same name.
 *
 * @param path key of the object in storage: `/registry/jobs/default/a`
 */
export function checkIdentity(
  of: Of,
  next: ObjectMeta,
  stored: ObjectMeta,
  { checkUid, path }: { readonly checkUid: boolean; readonly path: string },
): ApiError | undefined {
  if (checkUid && next.uid !== "" && next.uid !== stored.uid) {
    const why = `Precondition failed: UID in precondition: ${next.uid}, UID in object meta: ${stored.uid}`;
    const object = `Code: 4, Key: ${path}, ResourceVersion: 0`;
    const detail = `StorageError: invalid object, ${object}, AdditionalErrorMsg: ${why}`;
    return conflict(of, stored.name, detail);
  }
  const isStale = next.resourceVersion !== "" && next.resourceVersion !== stored.resourceVersion;
  return isStale ? conflict(of, stored.name) : undefined;
}
