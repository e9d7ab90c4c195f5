/**
 * A cache of verdicts by shape and node while pods are nominated; an entry is valid until a pod or a nomination of the
 * node changes.
 *
 * All pods that wait for preemption are retried whenever a victim is gone. Without the cache each of them checks every
 * node, with a copy of the node for its nominated pods: 800 pods on 60 nodes took a minute.
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

  /** The result of `checkNodeWithNominated`, for pods whose verdict depends only on their shape and the node. */
  check(filters: readonly NodeFilter[], pod: PodInfo, node: NodeInfo): PluginVerdict | undefined {
    const nominator = this.#nominator;
    // A pod does not have to leave room for itself, so its nominated node is not cached.
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
