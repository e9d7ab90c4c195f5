/**
 * What filters and scores say of each node to pods of one shape, worked out again only for nodes that changed.
 *
 * Good for pods to which other pods do not matter, in a cluster where no pod minds others: then the shape and the node
 * decide alone. It finds what the plain search finds, in the same order.
 */

import type { AttemptWorld } from "../attempt-world.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import { checkNode } from "./filter-cycle.ts";
import type { Search } from "./find-feasible.ts";
import { nodesToFind } from "./nodes-to-find.ts";
import type { NodeFilter, NodeScorer } from "./plugin.ts";
import type { PluginVerdict } from "./verdict.ts";

/** A score whose plugin compares nodes with each other. */
interface Compared {
  readonly weight: number;
  readonly scorer: NodeScorer;
  readonly raw: Float64Array;
}

const NEVER = -1;

export class ShapeBoard {
  readonly #nodes: readonly NodeInfo[];
  readonly #filters: readonly NodeFilter[];
  /** The change of each node that is known, and the one that it is at. */
  readonly #seen: Float64Array;
  readonly #current: Float64Array;
  /** 1 for each node that fits. */
  readonly #fits: Uint8Array;
  readonly #verdicts: (PluginVerdict | undefined)[];
  /** Weighted scores that need no comparison. */
  readonly #fixed: Float64Array;
  readonly #plain: { readonly weight: number; readonly scorer: NodeScorer }[] = [];
  readonly #compared: Compared[] = [];
  readonly #feasible: Int32Array;
  /** Whether any node has a score that is compared, other than 0. */
  #compares = false;

  /** @param pod any pod of the shape */
  constructor(pod: PodInfo, filters: readonly NodeFilter[], { snapshot, profile, switches }: AttemptWorld) {
    const { nodes } = snapshot;
    this.#nodes = nodes;
    this.#filters = filters;
    this.#current = snapshot.nodeChanges;
    this.#seen = new Float64Array(nodes.length).fill(NEVER);
    this.#fits = new Uint8Array(nodes.length);
    this.#verdicts = new Array<PluginVerdict | undefined>(nodes.length).fill(undefined);
    this.#fixed = new Float64Array(nodes.length);
    this.#feasible = new Int32Array(nodes.length);
    for (const { weight, preScore } of profile.scores) {
      const scorer = preScore(pod, nodes, snapshot, switches);
      if (scorer === undefined) continue;
      if (scorer.normalise === undefined) this.#plain.push({ weight, scorer });
      else this.#compared.push({ weight, scorer, raw: new Float64Array(nodes.length) });
    }
  }

  /** Looks for nodes that fit; returns those with the best score, and how many were looked at. */
  findBest(world: AttemptWorld): { readonly best: readonly NodeInfo[]; readonly looked: number } {
    const count = this.#nodes.length;
    const wanted = nodesToFind(count, world.percentageOfNodesToScore);
    let found = 0;
    let looked = 0;
    let at = world.startIndex % count;
    const [seen, current, fits, feasible] = [this.#seen, this.#current, this.#fits, this.#feasible];
    while (looked < count && found < wanted) {
      if (seen[at] !== current[at]) this.#refresh(at);
      if (fits[at] === 1) feasible[found++] = at;
      looked++;
      at = at + 1 === count ? 0 : at + 1;
    }
    return { best: this.#bestOf(found), looked };
  }

  /** Why no node fits, when none does. */
  search(looked: number): Search {
    const verdicts = new Map<string, PluginVerdict>();
    for (const [at, { name }] of this.#nodes.entries()) {
      const verdict = this.#verdictAt(at);
      if (verdict !== undefined) verdicts.set(name, verdict);
    }
    return { feasible: [], verdicts, looked };
  }

  #verdictAt(at: number): PluginVerdict | undefined {
    if (this.#seen[at] !== this.#current[at]) this.#refresh(at);
    return this.#verdicts[at];
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

  #bestOf(found: number): NodeInfo[] {
    const totals = this.#totals(found);
    let most = Number.NEGATIVE_INFINITY;
    let best: NodeInfo[] = [];
    for (let i = 0; i < found; i++) {
      const at = this.#feasible[i] ?? 0;
      const total = (this.#fixed[at] ?? 0) + (totals === undefined ? 0 : (totals[i] ?? 0));
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

  /** What comparing adds to each node that was found; nothing if it makes no difference. */
  #totals(found: number): Float64Array | undefined {
    let totals: Float64Array | undefined;
    if (!this.#compares) return totals;
    for (const { weight, scorer, raw } of this.#compared) {
      const first = raw[this.#feasible[0] ?? 0];
      let differs = false;
      for (let i = 1; i < found && !differs; i++) differs = raw[this.#feasible[i] ?? 0] !== first;
      if (!differs) continue;
      const scores = Array.from({ length: found }, (_none, i) => raw[this.#feasible[i] ?? 0] ?? 0);
      const nodes = Array.from(this.#feasible.subarray(0, found), (at) => this.#nodes[at]).filter(
        (n) => n !== undefined,
      );
      scorer.normalise?.(scores, nodes);
      totals ??= new Float64Array(found);
      for (let i = 0; i < found; i++) totals[i] = (totals[i] ?? 0) + weight * (scores[i] ?? 0);
    }
    return totals;
  }
}
