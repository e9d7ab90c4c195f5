/** Timers of the queue, for the end of back-offs and for pods that have waited too long; only set if needed. */

import type { SchedulerClock } from "../client.ts";
import { WINDOW_MS } from "./backoff.ts";
import type { QueueSettings, SchedulingQueue } from "./scheduling-queue.ts";

/** How often to check for pods that have waited too long. */
const POOL_CHECK_MS = 30_000;

export class QueueTimers {
  readonly #queue: SchedulingQueue;
  readonly #settings: QueueSettings;
  readonly #clock: SchedulerClock;
  readonly #flushed: () => void;
  #nextBackoffMs = Number.POSITIVE_INFINITY;
  #nextPoolMs = Number.POSITIVE_INFINITY;

  constructor(queue: SchedulingQueue, settings: QueueSettings, clock: SchedulerClock, flushed: () => void) {
    this.#queue = queue;
    this.#settings = settings;
    this.#clock = clock;
    this.#flushed = flushed;
  }

  /** Sets timers for the pods that are waiting now. */
  plan(): void {
    const { nowMs } = this.#clock;
    const endMs = this.#queue.nextBackoffEndMs;
    if (endMs !== undefined) {
      // A back-off that ends in one window is over in the next one.
      const atMs = Math.max((Math.floor(endMs / WINDOW_MS) + 1) * WINDOW_MS, nowMs);
      if (atMs < this.#nextBackoffMs) this.#setBackoff(atMs);
    }
    if (!this.#settings.flushesPool || this.#queue.pool.size === 0 || this.#nextPoolMs !== Number.POSITIVE_INFINITY) {
      return;
    }
    this.#nextPoolMs = (Math.floor(nowMs / POOL_CHECK_MS) + 1) * POOL_CHECK_MS;
    this.#clock.schedule(this.#nextPoolMs, () => {
      this.#nextPoolMs = Number.POSITIVE_INFINITY;
      this.#queue.flushPool();
      this.#flushed();
    });
  }

  #setBackoff(atMs: number): void {
    this.#nextBackoffMs = atMs;
    this.#clock.schedule(atMs, () => {
      if (this.#nextBackoffMs !== atMs) return;
      this.#nextBackoffMs = Number.POSITIVE_INFINITY;
      this.#queue.flushBackoff();
      this.#flushed();
    });
  }
}
