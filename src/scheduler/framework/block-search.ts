/**
 * Finds the nodes of the best score among the first that fit, from any node on and around: whole blocks of nodes are
 * passed in one step by what is remembered of each, how many fit, their best score, and how many have it.
 *
 * Large clusters stop the search when a tenth of the nodes fits: that is still 500 of 5,000, for each pod.
 */

import type { NodeInfo } from "../node-info.ts";
import type { BestNodes } from "./best-nodes.ts";
import { BLOCK_BITS, blocksOf } from "./change-counters.ts";

/** What is known of each node. */
export interface NodeScores {
  /** 1 for each node that fits. */
  readonly fits: Uint8Array;
  readonly scores: Float64Array;
}

/** The best nodes of one search; good until the next. */
export class BlockSearch implements BestNodes {
  readonly #nodes: readonly NodeInfo[];
  readonly #fits: Uint8Array;
  readonly #scores: Float64Array;
  /** Of each block: how many fit, their best score, and how many have it. */
  readonly #fitting: Uint8Array;
  readonly #most: Float64Array;
  readonly #ties: Uint8Array;
  /** Where each stretch of the last search began and ended; it is a whole block if it begins and ends with one. */
  readonly #stretches: number[] = [];
  #best = Number.NEGATIVE_INFINITY;
  #length = 0;
  #looked = 0;

  constructor(nodes: readonly NodeInfo[], { fits, scores }: NodeScores) {
    const blocks = blocksOf(nodes.length);
    this.#nodes = nodes;
    this.#fits = fits;
    this.#scores = scores;
    this.#fitting = new Uint8Array(blocks);
    this.#most = new Float64Array(blocks);
    this.#ties = new Uint8Array(blocks);
  }

  get length(): number {
    return this.#length;
  }

  /** How many nodes the last search looked at. */
  get looked(): number {
    return this.#looked;
  }

  /** Something about the nodes of a block has changed. */
  sum(block: number): void {
    const end = this.#endOf(block);
    let [fitting, most, ties] = [0, Number.NEGATIVE_INFINITY, 0];
    for (let at = block << BLOCK_BITS; at < end; at++) {
      if (this.#fits[at] !== 1) continue;
      fitting++;
      const score = this.#scores[at] ?? 0;
      if (score > most) {
        most = score;
        ties = 1;
      } else if (score === most) ties++;
    }
    this.#fitting[block] = fitting;
    this.#most[block] = most;
    this.#ties[block] = ties;
  }

  /**
   * Looks for nodes that fit.
   *
   * @param from the node to begin with
   * @param wanted how many are enough
   * @param look called for each block before it is looked at
   */
  search(from: number, wanted: number, look: (block: number) => void): void {
    const count = this.#nodes.length;
    this.#best = Number.NEGATIVE_INFINITY;
    this.#length = 0;
    this.#stretches.length = 0;
    let [at, looked, found] = [from, 0, 0];
    while (looked < count && found < wanted) {
      const block = at >> BLOCK_BITS;
      const blockEnd = this.#endOf(block);
      const end = Math.min(blockEnd, at + count - looked);
      look(block);
      const fitting = this.#fitting[block] ?? 0;
      let stop = end;
      // The search ends with the last node that it wants, not with its block.
      if (at === block << BLOCK_BITS && end === blockEnd && found + fitting < wanted) {
        found += fitting;
        this.#take(this.#most[block] ?? 0, this.#ties[block] ?? 0);
      } else {
        for (stop = at; stop < end && found < wanted; stop++) {
          if (this.#fits[stop] !== 1) continue;
          found++;
          this.#take(this.#scores[stop] ?? 0, 1);
        }
      }
      this.#stretches.push(at, stop);
      looked += stop - at;
      at = stop === count ? 0 : stop;
    }
    this.#looked = looked;
  }

  /** Nodes that fit, of any score, as places. */
  *found(): Generator<number> {
    for (let i = 0; i < this.#stretches.length; i += 2) {
      const end = this.#stretches[i + 1] ?? 0;
      for (let at = this.#stretches[i] ?? 0; at < end; at++) if (this.#fits[at] === 1) yield at;
    }
  }

  at(index: number): NodeInfo | undefined {
    let left = index;
    for (let i = 0; i < this.#stretches.length; i += 2) {
      const from = this.#stretches[i] ?? 0;
      const end = this.#stretches[i + 1] ?? 0;
      const block = from >> BLOCK_BITS;
      if (from === block << BLOCK_BITS && end === this.#endOf(block)) {
        const ties = this.#most[block] === this.#best ? (this.#ties[block] ?? 0) : 0;
        if (left >= ties) {
          left -= ties;
          continue;
        }
      }
      for (let at = from; at < end; at++) {
        if (this.#fits[at] === 1 && this.#scores[at] === this.#best && left-- === 0) return this.#nodes[at];
      }
    }
    return undefined;
  }

  *[Symbol.iterator](): Generator<NodeInfo> {
    for (const at of this.found()) {
      const node = this.#nodes[at];
      if (node !== undefined && this.#scores[at] === this.#best) yield node;
    }
  }

  #take(score: number, count: number): void {
    if (count === 0 || score < this.#best) return;
    if (score > this.#best) {
      this.#best = score;
      this.#length = 0;
    }
    this.#length += count;
  }

  #endOf(block: number): number {
    return Math.min((block + 1) << BLOCK_BITS, this.#nodes.length);
  }
}
