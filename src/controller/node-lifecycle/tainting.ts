/** Adding or removing taints of a node takes one patch; a swap takes two. */

import { type Node, type NodeTaint, taintsOf } from "../../api/node.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { Actor } from "../../apiserver/log.ts";
import type { NodeApi } from "../node-api.ts";
import { includesTaint, withoutTaints, withTaints } from "./taint-sets.ts";

/** `AddOrUpdateTaintOnNode`; returns whether the node exists. */
export function addTaints(api: NodeApi, name: string, taints: readonly NodeTaint[], actor: Actor): boolean {
  const node = api.node(name);
  if (node === undefined) return false;
  if (taints.length === 0) return true;
  const timeAdded = formatTimestamp(api.instantMs);
  const stamped = taints.map((taint) => ({ ...taint, timeAdded }));
  api.replaceTaints(name, withTaints(taintsOf(node), stamped), actor);
  return true;
}

/**
 * `RemoveTaintOffNode`.
 *
 * @param seen the node as the caller last saw it; no request is sent if it has none of the taints
 */
export function removeTaints(api: NodeApi, seen: Node, taints: readonly NodeTaint[], actor: Actor): void {
  if (!taints.some((taint) => includesTaint(taintsOf(seen), taint))) return;
  const { name } = seen.metadata;
  const live = api.node(name);
  const held = live === undefined ? [] : taintsOf(live);
  const left = withoutTaints(held, taints);
  if (left.length < held.length) api.replaceTaints(name, left, actor);
}

/** `SwapNodeControllerTaint`; returns whether the node exists. */
export function swapTaints(
  api: NodeApi,
  seen: Node,
  { toAdd, toRemove }: { readonly toAdd: readonly NodeTaint[]; readonly toRemove: readonly NodeTaint[] },
  actor: Actor,
): boolean {
  if (!addTaints(api, seen.metadata.name, toAdd, actor)) return false;
  removeTaints(api, seen, toRemove, actor);
  return true;
}
