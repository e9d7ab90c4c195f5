/** Reads the commits of one resource from the log, as changes for watches. */

import type { CommitLog, LogEntry } from "../../apiserver/log.ts";
import type { StoredChange } from "./resource.ts";
import type { View, Views, WithMetadata } from "./view.ts";

/** A commit of one resource. */
export interface CommitOf<T> {
  readonly type: StoredChange["type"];
  readonly resourceVersion: number;
  readonly object: T;
  readonly previous: T | undefined;
}

/** Changes of a resource that are remembered with what watches show of them; older ones are made again. */
const REMEMBERED = 250;

/**
 * Turns commits into changes; the same entry gives the same change, so that its views are made once for all watches.
 * What has been shown is let go: its text is a multiple of what the log keeps of it.
 *
 * @param commitIn returns the commit of an entry, if it is one of the resource
 */
export function commitChanges<T extends WithMetadata>(
  views: Views<T>,
  commitIn: (entry: LogEntry) => CommitOf<T> | undefined,
): (entry: LogEntry) => StoredChange | undefined {
  const known = new Map<LogEntry, StoredChange>();
  const recent: { readonly entry: LogEntry; readonly previous: T | undefined }[] = [];
  let next = 0;
  return (entry) => {
    const seen = known.get(entry);
    if (seen !== undefined) return seen;
    const commit = commitIn(entry);
    if (commit === undefined) return undefined;
    const change = changeOf(views, commit);
    known.set(entry, change);
    const forgotten = recent[next];
    if (forgotten !== undefined) known.delete(forgotten.entry);
    if (forgotten?.previous !== undefined) views.forget(forgotten.previous);
    recent[next] = { entry, previous: commit.previous };
    next = (next + 1) % REMEMBERED;
    return change;
  };
}

function changeOf<T extends WithMetadata>(views: Views<T>, commit: CommitOf<T>): StoredChange {
  const { type, object, previous, resourceVersion } = commit;
  let departed: View | undefined;
  const makeDeparted = () => {
    departed ??= views.departed(previous ?? object, resourceVersion);
    return departed;
  };
  const earlier = previous === undefined ? undefined : views.of(previous);
  return {
    type,
    version: resourceVersion,
    view: type === "DELETED" ? makeDeparted() : views.of(object),
    previous: earlier,
    departed: makeDeparted,
    letGo: () => {
      departed?.letGo();
      earlier?.letGo();
    },
  };
}

/**
 * Number of the first log entry after a resource version; `undefined` if entries after it may have been dropped.
 */
export function positionAfter(log: CommitLog, version: number, current: number): number | undefined {
  if (version >= current) return log.length;
  const { entries, dropped } = log;
  let first = entries.length;
  for (let at = entries.length - 1; at >= 0; at--) {
    const entry = entries[at];
    if (entry?.kind !== "commit") continue;
    if (entry.resourceVersion <= version) return dropped + first;
    first = at;
  }
  const oldest = entries[first];
  const reachesBack = oldest?.kind === "commit" && oldest.resourceVersion <= version + 1;
  return dropped === 0 || reachesBack ? dropped + first : undefined;
}
