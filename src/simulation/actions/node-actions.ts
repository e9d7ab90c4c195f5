/** What happens to nodes, and what administrators and clouds do to them. */

import type { NodeTaint } from "../../api/kinds/node.ts";
import type { Nodes } from "../nodes/nodes.ts";
import type { ActionKind, ActionKinds, ActionTargets } from "./action.ts";

export interface OfNode {
  readonly node: string;
}

/** Actions on nodes, by their names. */
export interface NodeActions {
  readonly cordonNode: OfNode;
  readonly uncordonNode: OfNode;
  readonly drainNode: OfNode;
  /** The power is gone, and nobody says so. */
  readonly loseNode: OfNode;
  /** The network is gone: pods run on, and nobody hears of them. */
  readonly cutOffNode: OfNode;
  /** The node is told to go, and its kubelet stops its pods before; then the power is gone. */
  readonly shutDownNode: OfNode & {
    /** From the notice until the power is gone. */
    readonly graceMs: number;
    /** The last part of it, which pods that are critical have for themselves. */
    readonly criticalMs: number;
  };
  /** A lost node boots, or one that was cut off has its network again. */
  readonly returnNode: OfNode;
  /** The Node object goes; what runs on the node is not touched. */
  readonly deleteNode: OfNode;
  readonly taintNode: OfNode & { readonly taint: NodeTaint };
  readonly untaintNode: OfNode & { readonly taint: NodeTaint };
}

/** A run without nodes has none that the action could be about. */
function onNode<Action extends OfNode>(act: (nodes: Nodes, action: Action) => void): ActionKind<Action> {
  return {
    perform: ({ nodes }: ActionTargets, action: Action) => {
      if (nodes !== undefined) act(nodes, action);
    },
  };
}

export const NODE_ACTIONS: ActionKinds<NodeActions> = {
  cordonNode: onNode((nodes, { node }) => nodes.cordon(node)),
  uncordonNode: onNode((nodes, { node }) => nodes.uncordon(node)),
  drainNode: onNode((nodes, { node }) => nodes.drain(node)),
  loseNode: onNode((nodes, { node }) => nodes.lose(node)),
  cutOffNode: onNode((nodes, { node }) => nodes.cutOff(node)),
  shutDownNode: onNode((nodes, { node, graceMs, criticalMs }) => nodes.shutDown(node, graceMs, criticalMs)),
  returnNode: onNode((nodes, { node }) => nodes.comeBack(node)),
  deleteNode: onNode((nodes, { node }) => nodes.remove(node)),
  taintNode: onNode((nodes, { node, taint }) => nodes.taint(node, taint)),
  untaintNode: onNode((nodes, { node, taint }) => nodes.untaint(node, taint)),
};

/** Whether an action is about a node. */
export function isNodeAction({ op }: { readonly op: string }): boolean {
  return op in NODE_ACTIONS;
}
