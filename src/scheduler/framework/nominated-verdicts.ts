/**
 * What nodes are refused for by pods of one shape while others are nominated: worked out again only for nodes of which
 * a pod or a nomination has changed.
 *
 * Preemption wakes all pods that wait for their victims whenever one of these goes. Each looked at each node, with a
 * copy of the node for those that are nominated to it: 800 pods on 60 nodes took a minute.
 */

import type { NodeInfo } from "../node-info.ts";
import type { Nominator } from "../nominator.ts";
import type { PodInfo } from "../pod-info.ts";
import type { PodShape } from "../pod-shape.ts";
import { checkNodeWithNominated } from "./filter-cycle.ts";
import type { NodeFilter } from "./plugin.ts";
import type { PluginVerdict } from "./verdict.ts";

interface Known {
  readonly changes: number;
  readonly nominations: number;
  readonly verdict: PluginVerdict | undefined;
}

export class NominatedVerdicts {
  readonly #nominator: Nominator;
  readonly #byShape = new Map<PodShape, WeakMap<NodeInfo, Known>>();

  constructor(nominator: Nominator) {
    this.#nominator = nominator;
  }

  /** What `checkNodeWithNominated` says, to pods for which their shape and what is on the node decide. */
  check(filters: readonly NodeFilter[], pod: PodInfo, node: NodeInfo): PluginVerdict | undefined {
    const nominator = this.#nominator;
    // It does not have to leave room for itself: its own node is another case.
    if (nominator.nodeOf(pod.uid) === node.name) return checkNodeWithNominated(filters, pod, node, nominator);
    const { changes } = node;
    const nominations = nominator.changesOn(node.name);
    const byNode = this.#ofShape(pod.shape);
    const known = byNode.get(node);
    if (known !== undefined && known.changes === changes && known.nominations === nominations) return known.verdict;
    const verdict = checkNodeWithNominated(filters, pod, node, nominator);
    const isLasting = nominator.on(node.name).every(({ shape }) => !shape.looksAtPods);
    if (isLasting) byNode.set(node, { changes, nominations, verdict });
    return verdict;
  }

  #ofShape(shape: PodShape): WeakMap<NodeInfo, Known> {
    let byNode = this.#byShape.get(shape);
    if (byNode === undefined) {
      byNode = new WeakMap();
      this.#byShape.set(shape, byNode);
    }
    return byNode;
  }
}
