/** What a list showed at an earlier instant, and what a list changes in a view. */

import { isOfKind } from "../../api/kinds/kind.ts";
import { JOB, POD } from "../../api/kinds/workloads.ts";
import type { KubeObject } from "../../api/types.ts";
import type { Commit } from "../../apiserver/log.ts";

/** What was stored before some changes were made. */
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
 * What a list changes in a view: what is gone, what is new, what is different, told as if it had just happened.
 *
 * @param resource as its kind names it
 * @param slotOf where the API server keeps, or kept, a pod
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
  // A list tells what there is, and not who did it: those who watch do not ask.
  const [kind, verb, actor] = ["commit", "update", "user"] as const;
  const tell = (type: Commit["type"], object: KubeObject, previous: KubeObject | undefined) => {
    const told = { kind, timeMs, resourceVersion, type, verb, actor } as const;
    if (isOfKind(JOB, object)) {
      const before = previous !== undefined && isOfKind(JOB, previous) ? previous : undefined;
      commits.push({ ...told, resource: "jobs", object, previous: before });
    } else if (isOfKind(POD, object)) {
      const before = previous !== undefined && isOfKind(POD, previous) ? previous : undefined;
      commits.push({ ...told, resource: "pods", slot: slotOf(object.metadata.uid), object, previous: before });
    } else {
      commits.push({ ...told, resource: "objects", of: resource, object, previous });
    }
  };
  for (const [uid, object] of known) if (!listed.has(uid)) tell("DELETED", object, object);
  for (const [uid, object] of listed) {
    const previous = known.get(uid);
    if (previous !== object) tell(previous === undefined ? "ADDED" : "MODIFIED", object, previous);
  }
  return commits;
}
