/** Reconstructs old lists, and computes the changes that a relist shows. */

import { copyWith } from "../../api/copy-with.ts";
import { isOfKind } from "../../api/kinds/kind.ts";
import { JOB, POD } from "../../api/kinds/workloads.ts";
import type { KubeObject } from "../../api/types.ts";
import type { Commit } from "../../apiserver/log.ts";

/** The objects that were stored before some commits, by UID. */
export function listedAt(stored: Iterable<KubeObject>, since: readonly Commit[]): Map<string, KubeObject> {
  const objects = new Map<string, KubeObject>();
  for (const object of stored) objects.set(object.metadata.uid, object);
  for (let at = since.length - 1; at >= 0; at--) {
    const commit = since[at];
    if (commit === undefined) continue;
    const { uid } = commit.object.metadata;
    if (commit.previous === undefined) objects.delete(uid);
    else objects.set(uid, commit.previous);
  }
  return objects;
}

/**
 * The changes that a relist shows: deleted, new and changed objects, as commits that have just happened.
 *
 * @param resource the resource name of the kind
 * @param slotOf looks up the slot of a pod in the API server
 */
export function differences(
  resource: string,
  known: ReadonlyMap<string, KubeObject>,
  listed: ReadonlyMap<string, KubeObject>,
  frame: { readonly timeMs: number; readonly resourceVersion: number },
  slotOf: (podUid: string) => number,
): Commit[] {
  const commits: Commit[] = [];
  const { timeMs, resourceVersion } = frame;
  // A list does not show verb and actor, but watchers do not use them.
  const [kind, verb, actor] = ["commit", "update", "user"] as const;
  const add = (type: Commit["type"], object: KubeObject, previous: KubeObject | undefined) => {
    const common = { kind, timeMs, resourceVersion, type, verb, actor } as const;
    if (isOfKind(JOB, object)) {
      const before = previous !== undefined && isOfKind(JOB, previous) ? previous : undefined;
      commits.push(copyWith(common, { resource: "jobs", object, previous: before } as const));
    } else if (isOfKind(POD, object)) {
      const before = previous !== undefined && isOfKind(POD, previous) ? previous : undefined;
      const slot = slotOf(object.metadata.uid);
      commits.push(copyWith(common, { resource: "pods", slot, object, previous: before } as const));
    } else {
      commits.push(copyWith(common, { resource: "objects", of: resource, object, previous } as const));
    }
  };
  for (const [uid, object] of known) if (!listed.has(uid)) add("DELETED", object, object);
  for (const [uid, object] of listed) {
    const previous = known.get(uid);
    if (previous !== object) add(previous === undefined ? "ADDED" : "MODIFIED", object, previous);
  }
  return commits;
}
