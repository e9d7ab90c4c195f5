/** Whether the object in a body is the one in the path. */

import type { ObjectMeta } from "../../api/types.ts";
import type { KindNames } from "../../apiserver/errors.ts";
import type { World } from "../context.ts";
import { badRequest, fromApiError } from "../status.ts";
import type { Target } from "./resource.ts";

/** The namespace may be absent, but must not differ from that of the path. */
export function checkNamespace(given: string, namespace: string): void {
  if (given === "" || given === namespace) return;
  throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
}

/** The body of an update must have the name of the path. */
export function checkTarget(metadata: ObjectMeta, { namespace, name }: Target): void {
  if (metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
  checkNamespace(metadata.namespace, namespace);
}

/**
 * Validates that the namespace of a new object exists and is not terminating.
 *
 * @throws HttpError 404 or 403
 */
export function checkCreation({ server }: World, of: KindNames, namespace: string, name: string): void {
  const refusal = server.creationRefusal(of, namespace, name);
  if (refusal !== undefined) throw fromApiError(refusal);
}
