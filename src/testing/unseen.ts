/** What was true when a write took effect, and had not been read: changes since, or that a cache did not show yet. */

import { type Actor, type Commit, type LogEntry, resourceOf } from "../apiserver/log.ts";
import type { ObservedWrite, TimedReading } from "./activities.ts";

/** What a reconcile had read of one kind, from one source, and what that lacked when it wrote. */
export interface ReadView {
  readonly from: "cache" | "server";
  readonly resource: string;
  /** Names of the objects that it showed. */
  readonly names: readonly string[];
  /** When it was last looked at. */
  readonly readMs: number;
  /** Changes that it did not show, oldest first; those of the same reconcile are not among them. */
  readonly unseen: readonly Commit[];
}

/** Versions of the objects that a view showed, by UID; and the places that were looked at. */
interface Shown {
  readonly from: ReadView["from"];
  readonly resource: string;
  readonly versions: Map<string, number>;
  readonly names: Map<string, string>;
  readonly readings: TimedReading[];
}

/**
 * The views on which a write was based.
 *
 * @param entries of a whole log, from its beginning
 * @param own places in the log of the writes of the same reconcile
 */
export function viewsOf(entries: readonly LogEntry[], write: ObservedWrite, own: ReadonlySet<number>): ReadView[] {
  const shown = new Map<string, Shown>();
  for (const reading of write.readings) {
    const { from, resource } = reading;
    const of = shown.get(`${from} ${resource}`) ?? emptyView(from, resource);
    shown.set(`${from} ${resource}`, of);
    of.readings.push(reading);
    for (const { metadata } of reading.objects) {
      of.versions.set(metadata.uid, Number(metadata.resourceVersion));
      of.names.set(metadata.uid, metadata.name);
    }
  }
  const earlier = entries.slice(0, write.entry);
  const commits = earlier.flatMap((entry, at) => (entry.kind === "commit" && !own.has(at) ? [entry] : []));
  return [...shown.values()].map((view) => {
    const ofResource = commits.filter((commit) => resourceOf(commit) === view.resource);
    const { from, resource, names, readings } = view;
    const readMs = Math.max(...readings.map(({ timeMs }) => timeMs));
    return { from, resource, names: [...names.values()], readMs, unseen: unseenOf(ofResource, view) };
  });
}

function emptyView(from: ReadView["from"], resource: string): Shown {
  return { from, resource, versions: new Map(), names: new Map(), readings: [] };
}

function unseenOf(commits: readonly Commit[], { versions, readings }: Shown): Commit[] {
  const last = new Map(commits.map((commit) => [commit.object.metadata.uid, commit]));
  return commits.filter((commit) => {
    const { uid } = commit.object.metadata;
    const version = versions.get(uid);
    if (version !== undefined) return commit.resourceVersion > version;
    // Of what was not shown at all, it matters that it exists.
    const exists = last.get(uid)?.type !== "DELETED";
    return exists && commit.type === "ADDED" && readings.some((reading) => isLookedFor(reading, commit));
  });
}

/** Whether a reading would have shown an object, if it had been there. */
function isLookedFor({ isSelection, namespace, name }: TimedReading, { object }: Commit): boolean {
  const { metadata } = object;
  if (isSelection) return false;
  return (
    (namespace === undefined || namespace === metadata.namespace) && (name === undefined || name === metadata.name)
  );
}

/**
 * The changes that matter most to a writer: its own first, then those of users, then others, the latest first. Statuses
 * only count if there is nothing else.
 */
export function mostTelling(commits: readonly Commit[], writer: Actor): Commit[] {
  const rank = ({ actor, verb }: Commit) => {
    if (actor === writer) return 0;
    return actor === "user" ? 1 : verb === "updateStatus" ? STATUS_RANK : 2;
  };
  const others = commits.filter((commit) => rank(commit) < STATUS_RANK);
  const told = others.length === 0 ? commits : others;
  return [...told].sort((a, b) => rank(a) - rank(b) || b.resourceVersion - a.resourceVersion);
}

const STATUS_RANK = 3;
