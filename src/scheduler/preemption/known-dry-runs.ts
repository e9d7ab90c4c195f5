/**
 * What preemption would do on each node for pods of one shape: tried again only on nodes of which a pod or a nomination
 * has changed.
 *
 * Each pod that looks for victims tries up to a hundred nodes, and each dry run takes a copy of a node apart.
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

  /** What `selectVictims` says, to pods for which their shape and what is on the node decide. */
  try(node: NodeInfo, inputs: DryRunInputs): DryRun {
    const { pod, nominator, budgets } = inputs;
    // Budgets change by themselves, and a pod does not have to leave room for itself.
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
