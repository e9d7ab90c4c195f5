/** What keeps an object that is being deleted: its finalizers, who set them, and who would remove them. */

import { FOREGROUND_FINALIZER, JOB_TRACKING_FINALIZER, ORPHAN_FINALIZER } from "../../api/constants.ts";
import type { KubeObject } from "../../api/types.ts";
import type { Actor, CommitType } from "../../apiserver/log.ts";
import { shellQuote } from "../shell-quote.ts";
import type { FoundHindrance } from "./hindrance.ts";
import type { ObjectHistory } from "./moment.ts";

/** What Kubernetes sets and removes by itself. */
const OWN: ReadonlySet<string> = new Set([FOREGROUND_FINALIZER, ORPHAN_FINALIZER, JOB_TRACKING_FINALIZER]);

/** The finalizers that no part of Kubernetes removes. */
export function foreignFinalizers({ metadata: { finalizers = [] } }: Pick<KubeObject, "metadata">): readonly string[] {
  return finalizers.filter((finalizer) => !OWN.has(finalizer));
}

interface VersionOfObject {
  readonly timeMs: number;
  readonly type: CommitType;
  readonly actor: Actor;
  readonly object: KubeObject;
}

/** @returns one for each finalizer of somebody else that an object in deletion still has */
export function heldByFinalizers(history: ObjectHistory<VersionOfObject>): FoundHindrance[] {
  const { now, commits } = history;
  if (now.object.metadata.deletionTimestamp === undefined) return [];
  const deleted = commits.find(({ object }) => object.metadata.deletionTimestamp !== undefined) ?? now;
  return foreignFinalizers(now.object).map((finalizer) => holdOf(finalizer, history, deleted));
}

function holdOf(
  finalizer: string,
  { commits, at, now }: ObjectHistory<VersionOfObject>,
  deleted: VersionOfObject,
): FoundHindrance {
  let first = at;
  while (has(commits[first - 1], finalizer)) first--;
  const set = commits[first] ?? now;
  const removal = commits.slice(at + 1).find((commit) => commit.type === "DELETED" || !has(commit, finalizer));
  const { name, namespace } = now.object.metadata;
  const when = set.type === "ADDED" ? "which it has had since it was created by" : "set by";
  const what = `${now.object.kind.toLowerCase()} ${name}${namespace === "default" ? "" : ` -n ${namespace}`}`;
  const patch = JSON.stringify({ metadata: { "$deleteFromPrimitiveList/finalizers": [finalizer] } });
  const byHand = `kubectl patch ${what} -p ${shellQuote(patch)}, or an event with that patch`;
  return {
    holder: "other controller",
    cause: "finalizer",
    sinceMs: deleted.timeMs,
    text: `deleted by ${deleted.actor}, but kept by its finalizer ${finalizer}, ${when} ${set.actor}`,
    ends:
      removal === undefined
        ? `when the controller of the finalizer removes it, which nothing does in this run; by hand: ${byHand}`
        : `when ${removal.actor} removes the finalizer`,
    ...(removal === undefined ? {} : { endsMs: removal.timeMs }),
  };
}

function has(commit: VersionOfObject | undefined, finalizer: string): boolean {
  return commit?.object.metadata.finalizers?.includes(finalizer) === true;
}
