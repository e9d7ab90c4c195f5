/**
 * Finds the nodes with the best score among the first feasible ones, starting at any node and wrapping around. Whole
 * blocks of nodes are skipped in one step, using the cached number of feasible nodes, best score and number of best
 * nodes of each block.
 *
 * In large clusters the search stops when a tenth of the nodes is feasible, but that is still 500 of 5,000 per pod.
 */

import type { NodeInfo } from "../node-info.ts";
import type { BestNodes } from "./best-nodes.ts";
import { BLOCK_BITS, blocksOf } from "./change-counters.ts";

/** The cached results of each node. */
export interface NodeScores {
  /** 1 for each feasible node. */
  readonly fits: Uint8Array;
  readonly scores: Int32Array;
}

/** Brings the cached results of a block up to date. */
export interface BlockReader {
  refreshBlock(block: number): void;
}

/** Lower than every score. */
const NO_SCORE = -(2 ** 31);

/** The best nodes of one search; valid until the next search. */
export class BlockSearch implements BestNodes {
  readonly #nodes: readonly NodeInfo[];
  readonly #fits: Uint8Array;
  readonly #scores: Int32Array;
  /** For each block: number of feasible nodes, their best score, and number of nodes with it. */
  readonly #fitting: Uint8Array;
  readonly #most: Int32Array;
  readonly #ties: Uint8Array;
  /** Start and end of each range of the last search; ranges from start to end of a block are whole blocks. */
  readonly #stretches: Int32Array;
  #stretchesEnd = 0;
  #best = NO_SCORE;
  #length = 0;
  #looked = 0;

  constructor(nodes: readonly NodeInfo[], { fits, scores }: NodeScores) {
    const blocks = blocksOf(nodes.length);
    this.#nodes = nodes;
    this.#fits = fits;
    this.#scores = scores;
    this.#fitting = new Uint8Array(blocks);
    this.#most = new Int32Array(blocks);
    this.#ties = new Uint8Array(blocks);
    // A search that begins within a block visits it twice.
    this.#stretches = new Int32Array(2 * (blocks + 1));
  }

  get length(): number {
    return this.#length;
  }

  /** Number of nodes that the last search checked. */
  get looked(): number {
    return this.#looked;
  }

  /** Called when nodes of a block have changed. */
  sum(block: number): void {
    const end = this.#endOf(block);
    let [fitting, most, ties] = [0, NO_SCORE, 0];
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
   * Looks for feasible nodes.
   *
   * @param from index of the first node
   * @param wanted number of nodes that is enough
   * @param reader asked for each block before it is searched
   */
  search(from: number, wanted: number, reader: BlockReader): void {
    const count = this.#nodes.length;
    this.#best = NO_SCORE;
    this.#length = 0;
    this.#stretchesEnd = 0;
    let [at, looked, found] = [from, 0, 0];
    while (looked < count && found < wanted) {
      const block = at >> BLOCK_BITS;
      const blockEnd = this.#endOf(block);
      const end = Math.min(blockEnd, at + count - looked);
      reader.refreshBlock(block);
      const fitting = this.#fitting[block] ?? 0;
      let stop = end;
      // The search ends with the last wanted node, not at the end of its block.
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
      this.#stretches[this.#stretchesEnd++] = at;
      this.#stretches[this.#stretchesEnd++] = stop;
      looked += stop - at;
      at = stop === count ? 0 : stop;
    }
    this.#looked = looked;
  }

  /** Indexes of all feasible nodes of the last search. */
  *found(): Generator<number> {
    for (let i = 0; i < this.#stretchesEnd; i += 2) {
      const end = this.#stretches[i + 1] ?? 0;
      for (let at = this.#stretches[i] ?? 0; at < end; at++) if (this.#fits[at] === 1) yield at;
    }
  }

  at(index: number): NodeInfo | undefined {
    let left = index;
    for (let i = 0; i < this.#stretchesEnd; i += 2) {
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
