/** The objects of a resource in the order of lists, so that a page costs what it shows and not what there is. */

import type { CommitLog } from "../apiserver/log.ts";
import { type FirstInOrder, type PageRange, placeOf } from "./in-order.ts";
import { keyOf } from "./past.ts";
import { ReadOn } from "./read-on.ts";
import type { RestResource, Target } from "./resources/resource.ts";
import type { View } from "./resources/view.ts";

/** Sorting all is cheaper than moving so large a part of the names one by one. */
const MOST_MOVED = 1 / 16;
const ALWAYS_MOVED = 64;

interface Named extends Target {
  readonly key: string;
}

export class NameIndex {
  readonly #resource: RestResource;
  readonly #log: ReadOn;
  #names: Named[] = [];

  constructor(resource: RestResource, log: CommitLog) {
    this.#resource = resource;
    this.#log = new ReadOn(resource, log);
    this.#build();
  }

  /** The current objects of a page. */
  page({ namespace, start, limit }: PageRange): FirstInOrder {
    this.#readOn();
    const [first, end] = namespace === undefined ? [0, this.#names.length] : this.#rangeOf(namespace);
    const from = Math.max(first, start === "" ? 0 : placeOf(this.#names, start));
    const to = limit > 0 ? Math.min(end, from + limit) : end;
    const views = this.#names.slice(from, to).flatMap((name) => this.#viewOf(name) ?? []);
    const next = to < end ? this.#viewOf(this.#names[to]) : undefined;
    return { views, next, remaining: Math.max(end - to, 0) };
  }

  #viewOf(named: Named | undefined): View | undefined {
    return named === undefined ? undefined : this.#resource.get(named.namespace, named.name);
  }

  #rangeOf(namespace: string): readonly [number, number] {
    // "0" is the character after "/".
    return [placeOf(this.#names, `${namespace}/`), placeOf(this.#names, `${namespace}0`)];
  }

  #build(): void {
    this.#log.skip();
    this.#names = this.#resource.list(undefined).map(nameOf);
    this.#names.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  #readOn(): void {
    if (this.#log.unread > ALWAYS_MOVED + this.#names.length * MOST_MOVED) {
      this.#build();
      return;
    }
    this.#log.changes(({ view, type }) => {
      if (type === "MODIFIED") return;
      const key = keyOf(view);
      const place = placeOf(this.#names, key);
      const isThere = this.#names[place]?.key === key;
      if (type === "DELETED" && isThere) this.#names.splice(place, 1);
      if (type === "ADDED" && !isThere) this.#names.splice(place, 0, nameOf(view));
    });
  }
}

function nameOf(view: View): Named {
  const { namespace, name } = view.metadata;
  return { key: keyOf(view), namespace, name };
}
