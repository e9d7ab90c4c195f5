/** What a list showed at an earlier instant, and what a list changes in a view. */

import type { Job, Pod } from "../../api/types.ts";
import type { Commit } from "../../apiserver/log.ts";

type Stored = Job | Pod;

/** What was stored before some changes were made. */
export function listedAt(stored: Iterable<Stored>, since: readonly Commit[]): Map<string, Stored> {
  const objects = new Map<string, Stored>();
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
 * @param slotOf where the API server keeps, or kept, a pod
 */
export function differences(
  known: ReadonlyMap<string, Stored>,
  listed: ReadonlyMap<string, Stored>,
  frame: { readonly timeMs: number; readonly resourceVersion: number },
  slotOf: (podUid: string) => number,
): Commit[] {
  const commits: Commit[] = [];
  const { timeMs, resourceVersion } = frame;
  // A list tells what there is, and not who did it: those who watch do not ask.
  const [kind, verb, actor] = ["commit", "update", "user"] as const;
  const tell = (type: Commit["type"], object: Stored, before: Stored | undefined) => {
    if (object.kind === "Job") {
      const previous = before?.kind === "Job" ? before : undefined;
      commits.push({ kind, timeMs, resourceVersion, type, resource: "jobs", verb, actor, object, previous });
    } else {
      const previous = before?.kind === "Pod" ? before : undefined;
      const slot = slotOf(object.metadata.uid);
      commits.push({ kind, timeMs, resourceVersion, type, resource: "pods", verb, actor, slot, object, previous });
    }
  };
  for (const [uid, object] of known) if (!listed.has(uid)) tell("DELETED", object, object);
  for (const [uid, object] of listed) {
    const previous = known.get(uid);
    if (previous !== object) tell(previous === undefined ? "ADDED" : "MODIFIED", object, previous);
  }
  return commits;
}
