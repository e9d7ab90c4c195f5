/** Nodes of a zone that wait for their NoExecute taint (`RateLimitedTimedQueue`). */

import { TaintingLimiter } from "./tainting-limiter.ts";

export class TaintQueue {
  /** When each node that waits was put in. */
  readonly #waitingMs = new Map<string, number>();
  /** Nodes that were put in and not taken out since: one that got its taint is not put in again. */
  readonly #members = new Set<string>();
  #limiter: TaintingLimiter;

  /** @param rate nodes a second */
  constructor(rate: number) {
    this.#limiter = new TaintingLimiter(rate);
  }

  /** Whether some node waits that may get its taint some time. */
  get isBusy(): boolean {
    return this.#waitingMs.size > 0 && this.#limiter.rate > 0;
  }

  /** When the next node may get its taint, at the earliest; infinite if none waits. */
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
   * `Try`: shows the nodes that wait, one after the other, as far as the rate allows.
   *
   * @param taint returns whether it is done with the node
   */
  tryEach(nowMs: number, taint: (node: string) => boolean): void {
    for (;;) {
      const node = this.#first();
      if (node === undefined || !this.#limiter.tryAccept(nowMs)) return;
      if ((this.#waitingMs.get(node) ?? 0) > nowMs) return;
      // One that failed comes again behind this instant; upstream waits 50 ms, less than until the next look.
      if (taint(node)) this.#waitingMs.delete(node);
      else this.#waitingMs.set(node, nowMs + 1);
    }
  }

  /** `SwapLimiter`: a queue that waits for a token when its rate changes waits a whole turn more. */
  setRate(rate: number, nowMs: number): void {
    if (Math.fround(rate) === this.#limiter.rate) return;
    const next = new TaintingLimiter(rate);
    if (!this.#limiter.tryAccept(nowMs)) next.tryAccept(nowMs);
    this.#limiter = next;
  }

  /** The node that was put in first; of equals, which chance orders in a real cluster, the first by name. */
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
