/** Past states: the version that answers a read, and the objects at that version. */

import type { ApiRequest } from "./context.ts";
import { versionNumber } from "./query.ts";
import type { View } from "./resources/view.ts";
import { badRequest, expired, versionTooLarge } from "./status.ts";

/** Validates a requested version; `undefined` if any version will do. */
export function requestedVersion(text: string, current: number): number | undefined {
  if (text === "" || text === "0") return undefined;
  const version = versionNumber(text);
  if (version === undefined) {
    const shown = JSON.stringify(text);
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${shown}: strconv.ParseUint: parsing ${shown}: invalid syntax`,
    );
  }
  if (version > current) throw versionTooLarge(version, current);
  return version;
}

/**
 * The version that answers a read: the current one, or that of a stale cache if the read allows it. As Kubernetes
 * guarantees, a read without a version is never answered from the past.
 */
export function readVersion(request: ApiRequest, { resourceVersion }: AskedVersion): number {
  const current = request.resource.version();
  const cacheVersion = request.world.cacheVersion ?? versionBehind(request);
  if (resourceVersion === "" || cacheVersion === undefined) return current;
  return Math.min(current, Math.max(requestedVersion(resourceVersion, current) ?? 0, cacheVersion));
}

/** The version of a cache that is behind for this request; `undefined` if it is not, or has missed nothing. */
function versionBehind({ resource, request, world }: ApiRequest): number | undefined {
  const { behindMs = 0 } = request;
  if (behindMs === 0) return undefined;
  const { storage } = world.server;
  const { entries, dropped, length } = storage.log;
  const shownMs = storage.timeMs - behindMs;
  let first: number | undefined;
  for (let number = length - 1; number >= dropped; number--) {
    const entry = entries[number - dropped];
    if (entry === undefined || entry.timeMs <= shownMs) break;
    first = resource.changeOf(entry, number)?.version ?? first;
  }
  return first === undefined ? undefined : first - 1;
}

/** The part of the options of a read that says how old its answer may be. */
export interface AskedVersion {
  readonly resourceVersion: string;
}

/** The key of an object in its resource, in the order of lists. */
export function keyOf({ metadata }: View): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** The objects at a version: the current state with later changes undone. */
export function stateAt({ resource, world }: ApiRequest, version: number, namespace: string | undefined): View[] {
  const { log } = world.server.storage;
  const now = resource.list(namespace);
  if (version >= resource.version()) return now;
  const since = resource.positionAfter(version);
  if (since === undefined) throw tooOld();
  const state = new Map(now.map((view) => [keyOf(view), view]));
  for (let number = log.length - 1; number >= since; number--) {
    const entry = log.entries[number - log.dropped];
    const change = entry === undefined ? undefined : resource.changeOf(entry, number);
    if (change === undefined || change.version <= version) continue;
    if (change.previous === undefined) state.delete(keyOf(change.view));
    else state.set(keyOf(change.view), change.previous);
  }
  return [...state.values()].filter((view) => namespace === undefined || view.metadata.namespace === namespace);
}

function tooOld() {
  return expired(
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.",
  );
}
