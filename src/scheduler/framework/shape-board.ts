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
import { type BlockReader, BlockSearch } from "./block-search.ts";
import { BLOCK_BITS, type ChangeCounters } from "./change-counters.ts";
import { checkNode } from "./filter-cycle.ts";
import type { Search } from "./find-feasible.ts";
import { nodesToFind } from "./nodes-to-find.ts";
import { ObjectFindings, type WeightedScorer } from "./object-findings.ts";
import type { NodeFilter } from "./plugin.ts";
import type { PluginVerdict } from "./verdict.ts";

/** The scores of a plugin that normalises them over all nodes. */
interface Compared extends WeightedScorer {
  readonly raw: Float64Array;
}

const NEVER = -1;

export class ShapeBoard implements BlockReader {
  readonly #nodes: readonly NodeInfo[];
  readonly #ofObjects: ObjectFindings;
  /** The filters after those that only read objects. */
  readonly #filters: readonly NodeFilter[];
  /** The change counters of nodes and blocks at their last refresh, and the current ones. */
  readonly #seen: Int32Array;
  readonly #seenBlocks: Int32Array;
  readonly #current: ChangeCounters;
  /** 1 for each feasible node. */
  readonly #fits: Uint8Array;
  readonly #verdicts: (PluginVerdict | undefined)[];
  /** Weighted scores that are not normalised. */
  readonly #fixed: Int32Array;
  readonly #plain: readonly WeightedScorer[];
  readonly #compared: readonly Compared[];
  /** Those of the compared scores that only read objects, and the others. */
  readonly #comparedOfObjects: readonly Compared[];
  readonly #comparedOfPods: readonly Compared[];
  readonly #blocks: BlockSearch;
  /** Whether any node has a score other than 0 that is normalised. */
  #compares = false;

  /** @param pod any pod of the shape */
  constructor(pod: PodInfo, filters: readonly NodeFilter[], { snapshot, profile, switches }: AttemptWorld) {
    const { nodes } = snapshot;
    this.#nodes = nodes;
    this.#current = snapshot.nodeChanges;
    this.#seen = new Int32Array(nodes.length).fill(NEVER);
    this.#seenBlocks = new Int32Array(this.#current.blocks.length).fill(NEVER);
    this.#fits = new Uint8Array(nodes.length);
    this.#verdicts = new Array<PluginVerdict | undefined>(nodes.length).fill(undefined);
    this.#fixed = new Int32Array(nodes.length);
    this.#blocks = new BlockSearch(nodes, { fits: this.#fits, scores: this.#fixed });
    const plain: WeightedScorer[] = [];
    const compared: Compared[] = [];
    for (const { weight, preScore } of profile.scores) {
      const scorer = preScore(pod, nodes, snapshot, switches);
      if (scorer === undefined) continue;
      if (scorer.normalise === undefined) plain.push({ weight, scorer });
      else compared.push({ weight, scorer, raw: new Float64Array(nodes.length) });
    }
    this.#plain = plain.filter((of) => !readsObjectOnly(of));
    this.#compared = compared;
    this.#comparedOfObjects = compared.filter(readsObjectOnly);
    this.#comparedOfPods = compared.filter((of) => !readsObjectOnly(of));
    // The first filter that rejects a node names the reason, so later filters that read objects stay in their place.
    const first = filters.findIndex((filter) => filter.readsObjectOnly !== true);
    const others = first === -1 ? filters.length : first;
    this.#filters = filters.slice(others);
    this.#ofObjects = new ObjectFindings(filters.slice(0, others), plain.filter(readsObjectOnly), nodes.length);
  }

  /** Looks for feasible nodes; returns those with the best score, which are valid until the next search. */
  findBest({ startIndex, percentageOfNodesToScore }: AttemptWorld): BestNodes {
    const count = this.#nodes.length;
    this.#blocks.search(startIndex % count, nodesToFind(count, percentageOfNodesToScore), this);
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
    this.refreshBlock(at >> BLOCK_BITS);
    return this.#verdicts[at];
  }

  refreshBlock(block: number): void {
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
    if (this.#ofObjects.refresh(at, node)) this.#compare(this.#comparedOfObjects, at, node);
    const verdict = this.#ofObjects.verdictAt(at) ?? checkNode(this.#filters, node);
    this.#verdicts[at] = verdict;
    this.#fits[at] = verdict === undefined ? 1 : 0;
    if (verdict !== undefined) return;
    let sum = this.#ofObjects.scoreAt(at);
    for (const { weight, scorer } of this.#plain) sum += weight * scorer.score(node);
    this.#fixed[at] = sum;
    this.#compare(this.#comparedOfPods, at, node);
  }

  #compare(compared: readonly Compared[], at: number, node: NodeInfo): void {
    for (const { scorer, raw } of compared) {
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

function readsObjectOnly({ scorer }: WeightedScorer): boolean {
  return scorer.readsObjectOnly === true;
}
