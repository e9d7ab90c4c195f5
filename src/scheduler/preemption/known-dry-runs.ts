/**
 * A cache of dry runs of preemption by shape and node; an entry is valid until a pod or a nomination of the node
 * changes.
 *
 * Each preemptor tries up to a hundred nodes, and each dry run needs a copy of the node.
 */

import type { NodeInfo } from "../node-info.ts";
import type { PodShape } from "../pod-shape.ts";
import { type DryRun, type DryRunInputs, selectVictims } from "./select-victims.ts";

interface Known {
  readonly changes: number;
  readonly renewals: number;
  readonly nominations: number;
  readonly outcome: DryRun;
}

export class KnownDryRuns {
  readonly #byShape = new Map<PodShape, WeakMap<NodeInfo, Known>>();

  /** The result of `selectVictims`, for pods whose result depends only on their shape and the node. */
  try(node: NodeInfo, inputs: DryRunInputs): DryRun {
    const { pod, nominator, budgets } = inputs;
    // Budgets can change at any time, and a pod does not have to leave room for itself.
    if (budgets.length > 0 || nominator.nodeOf(pod.uid) === node.name) return selectVictims(node, inputs);
    const { changes, renewals } = node;
    const nominations = nominator.changesOn(node.name);
    const byNode = this.#ofShape(pod.shape);
    const known = byNode.get(node);
    const isSame = known?.changes === changes && known.renewals === renewals && known.nominations === nominations;
    if (isSame) return known.outcome;
    const outcome = selectVictims(node, inputs);
    const isLasting = nominator.on(node.name).every(({ shape }) => !shape.looksAtPods);
    if (isLasting) byNode.set(node, { changes, renewals, nominations, outcome });
    return outcome;
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
