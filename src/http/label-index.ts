/**
 * Finds the objects of a resource by a label. A key is indexed when it is first asked for, and read on in the log from
 * then on whenever it is asked for again.
 */

import { inMap } from "../api/in-map.ts";
import type { CommitLog } from "../apiserver/log.ts";
import { ReadOn } from "./read-on.ts";
import type { RestResource, Target } from "./resources/resource.ts";
import type { View } from "./resources/view.ts";

/** Keys that are indexed at once for each resource; clients select by a few. */
const MOST_KEYS = 8;

/** The objects with one label key: their targets by their names, by the value of the label. */
type ByValue = Map<string, Map<string, Target>>;

export class LabelIndex {
  readonly #resource: RestResource;
  readonly #log: ReadOn;
  readonly #keys = new Map<string, ByValue>();

  constructor(resource: RestResource, log: CommitLog) {
    this.#resource = resource;
    this.#log = new ReadOn(resource, log);
  }

  /** The current objects with a label, of one namespace or of all, in no particular order. */
  find([key, value]: readonly [string, string], namespace: string | undefined): View[] {
    this.#readOn();
    const byValue = this.#keys.get(key) ?? this.#build(key);
    const found: View[] = [];
    for (const target of byValue.get(value)?.values() ?? []) {
      if (namespace !== undefined && target.namespace !== namespace) continue;
      const view = this.#resource.get(target.namespace, target.name);
      if (view !== undefined) found.push(view);
    }
    return found;
  }

  #build(key: string): ByValue {
    const [oldest] = this.#keys.keys();
    if (this.#keys.size >= MOST_KEYS && oldest !== undefined) this.#keys.delete(oldest);
    const byValue: ByValue = new Map();
    for (const view of this.#resource.list(undefined)) enter(byValue, key, view);
    this.#keys.set(key, byValue);
    return byValue;
  }

  #readOn(): void {
    if (this.#log.unread === Number.POSITIVE_INFINITY) this.#keys.clear();
    if (this.#keys.size === 0) {
      this.#log.skip();
      return;
    }
    this.#log.changes(({ previous, view, type }) => {
      for (const [key, byValue] of this.#keys) {
        if (previous !== undefined) leave(byValue, key, previous);
        if (type !== "DELETED") enter(byValue, key, view);
      }
    });
  }
}

function enter(byValue: ByValue, key: string, { metadata }: View): void {
  const value = metadata.labels?.[key];
  if (value === undefined) return;
  const { namespace, name } = metadata;
  inMap(byValue, value, () => new Map<string, Target>()).set(`${namespace}/${name}`, { namespace, name });
}

function leave(byValue: ByValue, key: string, { metadata }: View): void {
  const value = metadata.labels?.[key];
  const targets = value === undefined ? undefined : byValue.get(value);
  if (value === undefined || targets === undefined) return;
  targets.delete(`${metadata.namespace}/${metadata.name}`);
  if (targets.size === 0) byValue.delete(value);
}
