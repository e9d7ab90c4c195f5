/** Actions on nodes: failures, and what administrators and clouds do. */

import type { NodeTaint } from "../../api/kinds/node.ts";
import type { Nodes } from "../nodes/nodes.ts";
import type { ActionKind, ActionKinds, ActionTargets } from "./action.ts";

export interface OfNode {
  readonly node: string;
}

/** Actions on nodes, by name. */
export interface NodeActions {
  readonly cordonNode: OfNode;
  readonly uncordonNode: OfNode;
  readonly drainNode: OfNode;
  /** The node loses power without notice. */
  readonly loseNode: OfNode;
  /** The node loses its network: its pods keep running but are not reported. */
  readonly cutOffNode: OfNode;
  /** Graceful node shutdown: the kubelet stops its pods, then the node loses power. */
  readonly shutDownNode: OfNode & {
    /** From the notice until the power is gone. */
    readonly graceMs: number;
    /** The last part of it, reserved for critical pods. */
    readonly criticalMs: number;
  };
  /** A lost node reboots, or a cut-off node gets its network back. */
  readonly returnNode: OfNode;
  /** Deletes the Node object; what runs on the node is not affected. */
  readonly deleteNode: OfNode;
  readonly taintNode: OfNode & { readonly taint: NodeTaint };
  readonly untaintNode: OfNode & { readonly taint: NodeTaint };
}

/** Does nothing in a run without nodes. */
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
