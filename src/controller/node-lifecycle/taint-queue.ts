/** Nodes of a zone that wait for their NoExecute taint (`RateLimitedTimedQueue`). */

import { TaintingLimiter } from "./tainting-limiter.ts";

export class TaintQueue {
  /** When each waiting node was added, or when it may be retried. */
  readonly #waitingMs = new Map<string, number>();
  /** Nodes that were added and not removed since: a node that got its taint is not added again. */
  readonly #members = new Set<string>();
  #limiter: TaintingLimiter;

  /** @param rate nodes per second */
  constructor(rate: number) {
    this.#limiter = new TaintingLimiter(rate);
  }

  /** Whether a node is waiting and the rate is not 0. */
  get isBusy(): boolean {
    return this.#waitingMs.size > 0 && this.#limiter.rate > 0;
  }

  /** The earliest time at which the next node may get its taint; infinite if none is waiting. */
  nextTurnMs(nowMs: number): number {
    return this.isBusy ? this.#limiter.nextTokenMs(nowMs) : Number.POSITIVE_INFINITY;
  }

  add(node: string, nowMs: number): void {
    if (this.#members.has(node)) return;
    this.#members.add(node);
    this.#waitingMs.set(node, nowMs);
  }

  remove(node: string): void {
    this.#members.delete(node);
    this.#waitingMs.delete(node);
  }

  /**
   * `Try`: calls `taint` for the waiting nodes, as far as the rate allows.
   *
   * @param taint returns whether the node can leave the queue
   */
  tryEach(nowMs: number, taint: (node: string) => boolean): void {
    for (;;) {
      const node = this.#first();
      if (node === undefined || !this.#limiter.tryAccept(nowMs)) return;
      if ((this.#waitingMs.get(node) ?? 0) > nowMs) return;
      // A node that failed is retried in a later pass; upstream waits 50 ms, which is less than a period.
      if (taint(node)) this.#waitingMs.delete(node);
      else this.#waitingMs.set(node, nowMs + 1);
    }
  }

  /** `SwapLimiter`: if no token is left when the rate changes, the new bucket starts empty. */
  setRate(rate: number, nowMs: number): void {
    if (Math.fround(rate) === this.#limiter.rate) return;
    const next = new TaintingLimiter(rate);
    if (!this.#limiter.tryAccept(nowMs)) next.tryAccept(nowMs);
    this.#limiter = next;
  }

  /** The node that was added first; ties, which are random in a real cluster, go by name. */
  #first(): string | undefined {
    let first: string | undefined;
    let firstMs = Number.POSITIVE_INFINITY;
    for (const [node, addedMs] of this.#waitingMs) {
      if (addedMs < firstMs || (addedMs === firstMs && first !== undefined && node < first)) {
        first = node;
        firstMs = addedMs;
      }
    }
    return first;
  }
}
