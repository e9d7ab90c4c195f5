/** The objects that a selection selects, at a version; those of now are found by name or label. */

import type { ApiRequest } from "./context.ts";
import { LabelIndex } from "./label-index.ts";
import { stateAt } from "./past.ts";
import type { RestResource } from "./resources/resource.ts";
import type { View } from "./resources/view.ts";
import type { Selection } from "./selection.ts";

const INDEXES = new WeakMap<RestResource, LabelIndex>();

/** In no particular order. */
export function selectedAt(request: ApiRequest, version: number, selection: Selection): View[] {
  const candidates = candidatesAt(request, version, selection);
  return selection.matchesAll ? candidates : candidates.filter(selection.matches);
}

function candidatesAt(request: ApiRequest, version: number, { subject, namespace }: Selection): View[] {
  const { resource, world } = request;
  const { name, label } = subject;
  const isOfNow = version >= resource.version();
  if (isOfNow && name !== undefined && namespace !== undefined) {
    const view = resource.get(namespace, name);
    return view === undefined ? [] : [view];
  }
  if (!isOfNow || name !== undefined || label === undefined) return stateAt(request, version, namespace);
  const index = INDEXES.get(resource) ?? new LabelIndex(resource, world.server.storage.log);
  INDEXES.set(resource, index);
  return index.find(label, namespace);
}
