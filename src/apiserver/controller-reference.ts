/** The controller of an object. */

import type { OwnerReference } from "../api/types.ts";

/** What the log records of the controller of an object. */
export type ControllerName = Pick<OwnerReference, "kind" | "name">;

/** The controller among the owners of an object; there is at most one. */
export function controllerNameOf(owners: readonly OwnerReference[] | undefined): ControllerName | undefined {
  const owner = owners?.find(({ controller }) => controller === true);
  return owner === undefined ? undefined : { kind: owner.kind, name: owner.name };
}
