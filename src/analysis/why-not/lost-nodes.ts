/** Nodes whose kubelet does not answer at a moment. */

import type { Node } from "../../api/kinds/node.ts";
import type { Moment } from "./moment.ts";

/** Since when a node has been silent; nothing if it answers, or if nodes have no objects. */
export function lostSinceMs(name: string, { nodes }: Moment): number | undefined {
  const history = nodes.get(name);
  if (history === undefined || answers(history.now.object)) return undefined;
  const { commits, at } = history;
  let first = at;
  for (let before = commits[first - 1]; before !== undefined && !answers(before.object); before = commits[first - 1]) {
    first--;
  }
  return commits[first]?.timeMs;
}

function answers({ status }: Node): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === "Ready" && is !== "True") !== true;
}
