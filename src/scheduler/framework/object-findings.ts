/**
 * What filters and scores say about nodes for pods of one shape as far as it depends on the objects of the nodes alone:
 * names, labels, taints. Objects rarely change, while pods come to nodes and leave them all the time.
 */

import type { NodeInfo } from "../node-info.ts";
import { checkNode } from "./filter-cycle.ts";
import type { NodeFilter, NodeScorer } from "./plugin.ts";
import type { PluginVerdict } from "./verdict.ts";

export interface WeightedScorer {
  readonly weight: number;
  readonly scorer: NodeScorer;
}

const NEVER = -1;

export class ObjectFindings {
  readonly #filters: readonly NodeFilter[];
  readonly #scorers: readonly WeightedScorer[];
  readonly #seen: Int32Array;
  readonly #verdicts: (PluginVerdict | undefined)[];
  readonly #scores: Int32Array;

  /**
   * @param filters those that only read objects
   * @param scorers those that only read objects and are not normalised
   */
  constructor(filters: readonly NodeFilter[], scorers: readonly WeightedScorer[], nodeCount: number) {
    this.#filters = filters;
    this.#scorers = scorers;
    this.#seen = new Int32Array(nodeCount).fill(NEVER);
    this.#verdicts = new Array<PluginVerdict | undefined>(nodeCount).fill(undefined);
    this.#scores = new Int32Array(nodeCount);
  }

  /** Reads the object of a node if it has changed; returns whether it has. */
  refresh(at: number, node: NodeInfo): boolean {
    if (this.#seen[at] === node.objectChanges) return false;
    this.#seen[at] = node.objectChanges;
    const verdict = checkNode(this.#filters, node);
    this.#verdicts[at] = verdict;
    let sum = 0;
    if (verdict === undefined) for (const { weight, scorer } of this.#scorers) sum += weight * scorer.score(node);
    this.#scores[at] = sum;
    return true;
  }

  verdictAt(at: number): PluginVerdict | undefined {
    return this.#verdicts[at];
  }

  /** The weighted score of a node that no filter rejects. */
  scoreAt(at: number): number {
    return this.#scores[at] ?? 0;
  }
}
