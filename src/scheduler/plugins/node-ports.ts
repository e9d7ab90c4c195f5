/** Rejects nodes whose pods use a host port that the pod requests. */

import { type FilterPlugin, plainFilter, SKIP } from "../framework/plugin.ts";
import { unschedulable } from "../framework/verdict.ts";

const NAME = "NodePorts";
const REFUSED = unschedulable(NAME, "node(s) didn't have free ports for the requested pod ports");

export const nodePorts: FilterPlugin = {
  name: NAME,
  preFilter: ({ shape }) => {
    const { hostPorts } = shape;
    if (hostPorts.length === 0) return SKIP;
    return { kind: "filter", filter: plainFilter((node) => (node.clashes(hostPorts) ? REFUSED : undefined)) };
  },
};
