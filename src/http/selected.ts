/** The objects that a selection selects, at a version; those of now are found by name, label or order. */

import { inMap } from "../api/in-map.ts";
import type { CommitLog } from "../apiserver/log.ts";
import type { ApiRequest } from "./context.ts";
import { type FirstInOrder, firstInOrder } from "./in-order.ts";
import { LabelIndex } from "./label-index.ts";
import { NameIndex } from "./name-index.ts";
import { stateAt } from "./past.ts";
import type { RestResource } from "./resources/resource.ts";
import type { View } from "./resources/view.ts";
import type { Selection } from "./selection.ts";

/** The indexes of a resource, each made when it is first asked for. */
class Indexes {
  readonly #resource: RestResource;
  readonly #log: CommitLog;
  #labels: LabelIndex | undefined;
  #names: NameIndex | undefined;

  constructor(resource: RestResource, log: CommitLog) {
    this.#resource = resource;
    this.#log = log;
  }

  get labels(): LabelIndex {
    this.#labels ??= new LabelIndex(this.#resource, this.#log);
    return this.#labels;
  }

  get names(): NameIndex {
    this.#names ??= new NameIndex(this.#resource, this.#log);
    return this.#names;
  }
}

const INDEXES = new WeakMap<RestResource, Indexes>();

/** Which objects of a selection, and how many. */
export interface Part {
  /** Key of the first one. */
  readonly start: string;
  /** How many at most; 0 or less means all. */
  readonly limit: number;
}

/** The first of what a selection selects, in the order of lists. */
export function firstSelected(request: ApiRequest, version: number, selection: Selection, part: Part): FirstInOrder {
  const { resource } = request;
  const range = { ...part, namespace: selection.namespace };
  const isOfNow = version >= resource.version() && resource.computesObjects !== true;
  if (isOfNow && selection.matchesAll) return indexesOf(request).names.page(range);
  return firstInOrder(selectedAt(request, version, selection), range);
}

/** In no particular order. */
export function selectedAt(request: ApiRequest, version: number, selection: Selection): View[] {
  const candidates = candidatesAt(request, version, selection);
  return selection.matchesAll ? candidates : candidates.filter(selection.matches);
}

function candidatesAt(request: ApiRequest, version: number, { subject, namespace }: Selection): View[] {
  const { resource } = request;
  const { name, label } = subject;
  const isOfNow = version >= resource.version();
  if (isOfNow && name !== undefined && namespace !== undefined) {
    const view = resource.get(namespace, name);
    return view === undefined ? [] : [view];
  }
  if (!isOfNow || name !== undefined || label === undefined) return stateAt(request, version, namespace);
  return indexesOf(request).labels.find(label, namespace);
}

function indexesOf({ resource, world }: ApiRequest): Indexes {
  return inMap(INDEXES, resource, () => new Indexes(resource, world.server.storage.log));
}
