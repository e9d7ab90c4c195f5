/** Changes of objects other than Jobs and pods, for stories of controllers that work on them. */

import type { ObjectCommit } from "../../apiserver/log.ts";
import { type FieldChange, fieldChanges } from "./field-changes.ts";
import type { OtherObjectChanged } from "./transition.ts";

/** The API server's own bookkeeping, and the heartbeat of a Lease. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "metadata.resourceVersion",
  "metadata.generation",
  "metadata.managedFields",
  "spec.renewTime",
]);
/** What goes without saying of an object that is new. */
const GIVEN: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata"]);

/** What a commit changed; `undefined` if it is nothing but bookkeeping. */
export function objectChange(commit: ObjectCommit): OtherObjectChanged | undefined {
  const { timeMs: atMs, actor: by, type, verb, object, previous } = commit;
  const { kind: of, metadata } = object;
  const changes: FieldChange[] =
    previous === undefined
      ? Object.entries(object).flatMap(([field, value]) => (GIVEN.has(field) ? [] : fieldChanges(field, {}, value)))
      : fieldChanges("", previous, object);
  const told = changes.filter(({ field }) => !LEFT_OUT.has(field));
  if (type === "MODIFIED" && told.length === 0) return undefined;
  const { namespace, name } = metadata;
  return { kind: "object", atMs, by, type, verb, of, namespace, name, changes: type === "DELETED" ? [] : told };
}
