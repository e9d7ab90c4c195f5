/** The first objects of a list in the order of their keys. */

import { keyOf } from "./past.ts";
import type { View } from "./resources/view.ts";

/** Which objects of a list, and how many. */
export interface PageRange {
  /** The namespace that they are all in, if any. */
  readonly namespace: string | undefined;
  /** Key of the first one. */
  readonly start: string;
  /** How many at most; 0 or less means all. */
  readonly limit: number;
}

export interface FirstInOrder {
  readonly views: readonly View[];
  /** The one after these. */
  readonly next: View | undefined;
  /** How many come after these. */
  readonly remaining: number;
}

interface Keyed {
  readonly key: string;
  readonly view: View;
}

/** Keeps no more in order than it returns: a page is usually a small part of a list. */
export function firstInOrder(views: readonly View[], wanted: PageRange): FirstInOrder {
  const { start, key } = keysOf(wanted);
  const limit = wanted.limit > 0 ? wanted.limit : Number.POSITIVE_INFINITY;
  const asked = start === "" ? views : views.filter((view) => key(view) >= start);
  const first = asked.length <= limit ? sorted(asked, key) : smallest(asked, key, limit + 1);
  const page = first.slice(0, limit).map(({ view }) => view);
  return { views: page, next: first[page.length]?.view, remaining: asked.length - page.length };
}

/** Within a namespace the order of keys is that of names. */
function keysOf({ namespace, start }: PageRange): { readonly start: string; readonly key: (view: View) => string } {
  const prefix = `${namespace}/`;
  if (namespace === undefined || (start !== "" && !start.startsWith(prefix))) return { start, key: keyOf };
  return { start: start.slice(prefix.length), key: ({ metadata }) => metadata.name };
}

function sorted(views: readonly View[], key: (view: View) => string): readonly Keyed[] {
  return views.map((view) => ({ key: key(view), view })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The so many smallest, in order. */
function smallest(views: readonly View[], keyOf: (view: View) => string, count: number): readonly Keyed[] {
  const found: Keyed[] = [];
  let last = "";
  for (const view of views) {
    const key = keyOf(view);
    if (found.length === count && key >= last) continue;
    found.splice(placeOf(found, key), 0, { key, view });
    if (found.length > count) found.pop();
    last = found.at(-1)?.key ?? "";
  }
  return found;
}

/** Where a key belongs among keys in order. */
export function placeOf(found: readonly { readonly key: string }[], key: string): number {
  let low = 0;
  let high = found.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((found[middle]?.key ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
