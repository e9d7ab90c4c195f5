/** Whether the object in a body is the one that the path names. */

import type { ObjectMeta } from "../../api/types.ts";
import type { KindNames } from "../../apiserver/errors.ts";
import type { World } from "../context.ts";
import { badRequest, fromApiError } from "../status.ts";
import type { Target } from "./resource.ts";

/** An object may leave out its namespace; another one than that of the path is a mistake. */
export function checkNamespace(given: string, namespace: string): void {
  if (given === "" || given === namespace) return;
  throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
}

/** The body of an update must name the object that is updated. */
export function checkTarget(metadata: ObjectMeta, { namespace, name }: Target): void {
  if (metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
  checkNamespace(metadata.namespace, namespace);
}

/**
 * A namespace must be there before anything is created in it, and must not be on its way out.
 *
 * @throws HttpError 404 or 403
 */
export function checkCreation({ server }: World, of: KindNames, namespace: string, name: string): void {
  const refusal = server.creationRefusal(of, namespace, name);
  if (refusal !== undefined) throw fromApiError(refusal);
}
