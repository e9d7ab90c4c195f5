/** Unneeded nodes, since when they are unneeded, and the taint that steers new pods away from them. */

import type { Node, NodeTaint } from "../../api/kinds/node.ts";
import { taintsOf } from "../../api/node.ts";
import type { NodeApi } from "../../controller/node-api.ts";
import type { EventLoop } from "../../engine/event-loop.ts";
import { AUTOSCALER, MOST_AT_ONCE } from "./pool.ts";

export const CANDIDATE: NodeTaint = { key: "DeletionCandidateOfClusterAutoscaler", effect: "PreferNoSchedule" };

export class Candidates {
  readonly #loop: EventLoop;
  readonly #api: NodeApi;
  readonly #since = new Map<string, number>();

  constructor(loop: EventLoop, api: NodeApi) {
    this.#loop = loop;
    this.#api = api;
  }

  /** Since when a node is unneeded; now if it was not yet. */
  sinceMs(name: string): number {
    return this.#since.get(name) ?? this.#loop.nowMs;
  }

  forget(name: string): void {
    this.#since.delete(name);
  }

  /** Updates the set of unneeded nodes. */
  mark(unneeded: readonly string[]): void {
    const now = new Set(unneeded);
    for (const name of [...this.#since.keys()]) {
      if (now.has(name)) continue;
      this.#since.delete(name);
      this.#setTaint(this.#api.node(name), false);
    }
    for (const name of unneeded) {
      if (this.#since.has(name)) continue;
      this.#since.set(name, this.#loop.nowMs);
      if (this.#since.size <= MOST_AT_ONCE) this.#setTaint(this.#api.node(name), true);
    }
  }

  #setTaint(node: Node | undefined, isCandidate: boolean): void {
    if (node === undefined) return;
    const held = taintsOf(node);
    const others = held.filter(({ key }) => key !== CANDIDATE.key);
    if (isCandidate === others.length < held.length) return;
    const taints = isCandidate ? [...others, CANDIDATE] : others;
    this.#api.replaceTaints(node.metadata.name, taints, AUTOSCALER);
  }
}
