/** Finds the watches that a change concerns: by resource, and there by name, by a label, or because they watch all. */

import { inMap } from "../api/in-map.ts";
import type { LogWatch } from "./log-watch.ts";
import type { RestResource, StoredChange } from "./resources/resource.ts";
import type { WatchedSubject } from "./watch-cursor.ts";

type Group = Set<LogWatch>;

interface OfResource {
  readonly all: Group;
  readonly byName: Map<string, Group>;
  /** By key, and then by value. */
  readonly byLabel: Map<string, Map<string, Group>>;
}

export class WatchIndex {
  readonly #byResource = new Map<RestResource, OfResource>();

  /** What is watched. */
  get resources(): Iterable<RestResource> {
    return this.#byResource.keys();
  }

  add(subject: WatchedSubject, watch: LogWatch): void {
    const { resource } = subject;
    const index = this.#byResource.get(resource) ?? { all: new Set(), byName: new Map(), byLabel: new Map() };
    this.#byResource.set(resource, index);
    groupIn(index, subject).add(watch);
  }

  remove(subject: WatchedSubject, watch: LogWatch): void {
    const { resource, name, label } = subject;
    const index = this.#byResource.get(resource);
    if (index === undefined) return;
    const group = groupIn(index, subject);
    group.delete(watch);
    if (group.size > 0) return;
    if (name !== undefined) index.byName.delete(name);
    if (label !== undefined) dropValue(index.byLabel, label);
    if (index.all.size + index.byName.size + index.byLabel.size === 0) this.#byResource.delete(resource);
  }

  /** Calls `found` for each watch that a change of a resource may concern; perhaps twice. */
  find(resource: RestResource, { view, previous }: StoredChange, found: (watch: LogWatch) => void): void {
    const index = this.#byResource.get(resource);
    if (index === undefined) return;
    for (const watch of index.all) found(watch);
    for (const watch of index.byName.get(view.metadata.name) ?? []) found(watch);
    for (const [key, byValue] of index.byLabel) {
      const [now, before] = [view.metadata.labels?.[key], previous?.metadata.labels?.[key]];
      for (const watch of (now === undefined ? undefined : byValue.get(now)) ?? []) found(watch);
      if (before === undefined || before === now) continue;
      for (const watch of byValue.get(before) ?? []) found(watch);
    }
  }
}

/** The watches with a subject, of which there may be none yet. */
function groupIn({ all, byName, byLabel }: OfResource, { name, label }: WatchedSubject): Group {
  if (name !== undefined) return inMap(byName, name, () => new Set());
  if (label === undefined) return all;
  const [key, value] = label;
  return inMap(
    inMap(byLabel, key, () => new Map<string, Group>()),
    value,
    () => new Set(),
  );
}

function dropValue(byLabel: OfResource["byLabel"], [key, value]: readonly [string, string]): void {
  const byValue = byLabel.get(key);
  byValue?.delete(value);
  if (byValue?.size === 0) byLabel.delete(key);
}
