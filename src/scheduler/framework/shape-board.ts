/**
 * A cache of verdicts and scores of all nodes for pods of one shape, updated only for nodes that have changed.
 *
 * Only valid for pods that do not depend on other pods, in a cluster without pods that have affinity terms: verdicts
 * and scores then depend only on shape and node. It gives the same result as the plain search, in the same order.
 */

import type { AttemptWorld } from "../attempt-world.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import type { BestNodes } from "./best-nodes.ts";
import { BlockSearch } from "./block-search.ts";
import { BLOCK_BITS, type ChangeCounters } from "./change-counters.ts";
import { checkNode } from "./filter-cycle.ts";
import type { Search } from "./find-feasible.ts";
import { nodesToFind } from "./nodes-to-find.ts";
import type { NodeFilter, NodeScorer } from "./plugin.ts";
import type { PluginVerdict } from "./verdict.ts";

/** The scores of a plugin that normalises them over all nodes. */
interface Compared {
  readonly weight: number;
  readonly scorer: NodeScorer;
  readonly raw: Float64Array;
}

const NEVER = -1;

export class ShapeBoard {
  readonly #nodes: readonly NodeInfo[];
  readonly #filters: readonly NodeFilter[];
  /** The change counters of nodes and blocks at their last refresh, and the current ones. */
  readonly #seen: Float64Array;
  readonly #seenBlocks: Float64Array;
  readonly #current: ChangeCounters;
  /** 1 for each feasible node. */
  readonly #fits: Uint8Array;
  readonly #verdicts: (PluginVerdict | undefined)[];
  /** Weighted scores that are not normalised. */
  readonly #fixed: Float64Array;
  readonly #plain: { readonly weight: number; readonly scorer: NodeScorer }[] = [];
  readonly #compared: Compared[] = [];
  readonly #blocks: BlockSearch;
  readonly #look: (block: number) => void;
  /** Whether any node has a score other than 0 that is normalised. */
  #compares = false;

  /** @param pod any pod of the shape */
  constructor(pod: PodInfo, filters: readonly NodeFilter[], { snapshot, profile, switches }: AttemptWorld) {
    const { nodes } = snapshot;
    this.#nodes = nodes;
    this.#filters = filters;
    this.#current = snapshot.nodeChanges;
    this.#seen = new Float64Array(nodes.length).fill(NEVER);
    this.#seenBlocks = new Float64Array(this.#current.blocks.length).fill(NEVER);
    this.#fits = new Uint8Array(nodes.length);
    this.#verdicts = new Array<PluginVerdict | undefined>(nodes.length).fill(undefined);
    this.#fixed = new Float64Array(nodes.length);
    this.#blocks = new BlockSearch(nodes, { fits: this.#fits, scores: this.#fixed });
    this.#look = (block) => this.#refreshBlock(block);
    for (const { weight, preScore } of profile.scores) {
      const scorer = preScore(pod, nodes, snapshot, switches);
      if (scorer === undefined) continue;
      if (scorer.normalise === undefined) this.#plain.push({ weight, scorer });
      else this.#compared.push({ weight, scorer, raw: new Float64Array(nodes.length) });
    }
  }

  /** Looks for feasible nodes; returns those with the best score, which are valid until the next search. */
  findBest({ startIndex, percentageOfNodesToScore }: AttemptWorld): BestNodes {
    const count = this.#nodes.length;
    this.#blocks.search(startIndex % count, nodesToFind(count, percentageOfNodesToScore), this.#look);
    return this.#compares ? this.#bestByComparison() : this.#blocks;
  }

  /** Number of nodes that the last search checked. */
  get looked(): number {
    return this.#blocks.looked;
  }

  /** The search result if no node is feasible. */
  search(looked: number): Search {
    const verdicts = new Map<string, PluginVerdict>();
    for (const [at, { name }] of this.#nodes.entries()) {
      const verdict = this.#verdictAt(at);
      if (verdict !== undefined) verdicts.set(name, verdict);
    }
    return { feasible: [], verdicts, looked };
  }

  #verdictAt(at: number): PluginVerdict | undefined {
    this.#refreshBlock(at >> BLOCK_BITS);
    return this.#verdicts[at];
  }

  #refreshBlock(block: number): void {
    const { nodes, blocks } = this.#current;
    const changes = blocks[block] ?? 0;
    if (this.#seenBlocks[block] === changes) return;
    this.#seenBlocks[block] = changes;
    const end = Math.min((block + 1) << BLOCK_BITS, this.#nodes.length);
    for (let at = block << BLOCK_BITS; at < end; at++) if (this.#seen[at] !== nodes[at]) this.#refresh(at);
    this.#blocks.sum(block);
  }

  #refresh(at: number): void {
    const node = this.#nodes[at];
    if (node === undefined) return;
    this.#seen[at] = node.changes;
    const verdict = checkNode(this.#filters, node);
    this.#verdicts[at] = verdict;
    this.#fits[at] = verdict === undefined ? 1 : 0;
    if (verdict !== undefined) return;
    let sum = 0;
    for (const { weight, scorer } of this.#plain) sum += weight * scorer.score(node);
    this.#fixed[at] = sum;
    for (const { scorer, raw } of this.#compared) {
      const score = scorer.score(node);
      raw[at] = score;
      if (score !== 0) this.#compares = true;
    }
  }

  #bestByComparison(): NodeInfo[] {
    const places = [...this.#blocks.found()];
    const totals = this.#totals(places);
    let most = Number.NEGATIVE_INFINITY;
    let best: NodeInfo[] = [];
    for (const [i, at] of places.entries()) {
      const total = (this.#fixed[at] ?? 0) + (totals[i] ?? 0);
      const node = this.#nodes[at];
      if (total < most || node === undefined) continue;
      if (total > most) {
        most = total;
        best = [];
      }
      best.push(node);
    }
    return best;
  }

  /** The sum of the normalised scores of each feasible node. */
  #totals(places: readonly number[]): Float64Array {
    const totals = new Float64Array(places.length);
    for (const { weight, scorer, raw } of this.#compared) {
      const scores = places.map((at) => raw[at] ?? 0);
      if (scores.every((score) => score === scores[0])) continue;
      scorer.normalise?.(
        scores,
        places.map((at) => this.#nodes[at]).filter((node) => node !== undefined),
      );
      for (const [i, score] of scores.entries()) totals[i] = (totals[i] ?? 0) + weight * score;
    }
    return totals;
  }
}
