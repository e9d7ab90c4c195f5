/** Rejects cordoned nodes. */

import { UNSCHEDULABLE_TAINT } from "../../api/node.ts";
import { isTolerated } from "../../api/tolerations.ts";
import { type FilterPlugin, objectFilter } from "../framework/plugin.ts";
import { unresolvable } from "../framework/verdict.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";

const NAME = "NodeUnschedulable";
const REFUSED = unresolvable(NAME, "node(s) were unschedulable");

export const nodeUnschedulable: FilterPlugin = {
  name: NAME,
  preFilter: (pod) => ({
    kind: "filter",
    filter: objectFilter((node) => (isCordonedFor(pod, { node }) ? REFUSED : undefined)),
  }),
};

/** Whether a node is cordoned and the pod does not tolerate it. */
export function isCordonedFor({ shape }: PodInfo, { node }: Pick<NodeInfo, "node">): boolean {
  return node.spec?.unschedulable === true && !isTolerated(UNSCHEDULABLE_TAINT, shape.tolerations);
}
