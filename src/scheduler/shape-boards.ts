/** The boards of all shapes, with the last failure of each, which is valid until something changes. */

import { type AttemptOutcome, unschedulableOutcome } from "./attempt.ts";
import type { AttemptWorld } from "./attempt-world.ts";
import type { ClusterState } from "./cluster-state.ts";
import { prepareFilters } from "./framework/filter-cycle.ts";
import type { NodeFilter } from "./framework/plugin.ts";
import { ShapeBoard } from "./framework/shape-board.ts";
import type { PluginVerdict } from "./framework/verdict.ts";
import type { Nominator } from "./nominator.ts";
import type { PodInfo } from "./pod-info.ts";
import type { PodShape } from "./pod-shape.ts";

interface Kept {
  readonly board: ShapeBoard;
  readonly filters: readonly NodeFilter[];
  /** The layout of the cluster for which the board is valid. */
  readonly layout: number;
  failure: { readonly changes: number; readonly outcome: AttemptOutcome } | undefined;
}

const NO_VERDICTS: ReadonlyMap<string, PluginVerdict> = new Map();

export class ShapeBoards {
  readonly #cluster: ClusterState;
  readonly #nominator: Nominator;
  readonly #kept = new Map<PodShape, Kept>();

  constructor(cluster: ClusterState, nominator: Nominator) {
    this.#cluster = cluster;
    this.#nominator = nominator;
  }

  /** Whether the result for a pod depends only on its shape and on each node. */
  isEnough({ shape, nominatedNode }: PodInfo): boolean {
    return (
      !shape.looksAtPods &&
      shape.pinnedNodes === undefined &&
      nominatedNode === "" &&
      this.#nominator.isEmpty &&
      this.#cluster.podsWithTerms.size === 0 &&
      this.#cluster.nodes.length > 0
    );
  }

  /** The outcome of an attempt, the same as that of `tryPod`; `undefined` if PreFilter rejects the pod. */
  tryPod(pod: PodInfo, world: AttemptWorld): AttemptOutcome | undefined {
    const kept = this.#keptFor(pod, world);
    if (kept === undefined) return undefined;
    const changes = this.#cluster.changes;
    if (kept.failure?.changes === changes) return kept.failure.outcome;
    const node = world.chooseNode(kept.board.findBest(world));
    const { looked } = kept.board;
    if (node !== undefined) return { kind: "fits", node, search: { feasible: [node], verdicts: NO_VERDICTS, looked } };
    const outcome = unschedulableOutcome(pod, pod, kept.filters, kept.board.search(looked), [], world);
    const isShared = outcome.kind === "unschedulable" && outcome.postFiltered.kind !== "nominated";
    kept.failure = isShared ? { changes, outcome } : undefined;
    return outcome;
  }

  #keptFor(pod: PodInfo, world: AttemptWorld): Kept | undefined {
    const known = this.#kept.get(pod.shape);
    if (known?.layout === this.#cluster.layout) return known;
    const { profile, snapshot, switches } = world;
    const prepared = prepareFilters(profile.filters, pod, snapshot, switches);
    if (prepared.kind === "refused") return undefined;
    const { filters } = prepared;
    const board = new ShapeBoard(pod, filters, world);
    const kept: Kept = { board, filters, layout: this.#cluster.layout, failure: undefined };
    this.#kept.set(pod.shape, kept);
    return kept;
  }
}
