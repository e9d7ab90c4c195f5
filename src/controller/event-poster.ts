/**
 * Posts Kubernetes Events one after the other behind the requests that wait already, and loses those that find its
 * queue full: what a real controller does under a rate limit.
 *
 * Rules: client-go `tools/record`, `StartRecordingToSink`: one goroutine, fed by a channel that drops when it is full.
 */

import { type EventLoop, Phase } from "../engine/event-loop.ts";
import type { TokenBucket } from "./token-bucket.ts";

/** Events that wait, besides the one being posted (client-go: `maxQueuedEvents`). */
const MAX_QUEUED_EVENTS = 1_000;

/**
 * Decides, when an Event's turn comes, what is posted for it.
 *
 * @returns the post, or `undefined` where the Event is dropped without a request
 */
export type PrepareEvent = () => (() => void) | undefined;

export class EventPoster {
  readonly #loop: EventLoop;
  readonly #bucket: TokenBucket;
  readonly #latencyMs: number;
  readonly #queue: PrepareEvent[] = [];
  #head = 0;
  #posting = false;
  #stopped = false;

  constructor(loop: EventLoop, bucket: TokenBucket, latencyMs: number) {
    this.#loop = loop;
    this.#bucket = bucket;
    this.#latencyMs = latencyMs;
  }

  add(event: PrepareEvent): void {
    if (this.#stopped || this.#queue.length - this.#head >= MAX_QUEUED_EVENTS) return;
    this.#queue.push(event);
    if (!this.#posting) this.#wake();
  }

  /** Loses what waits: the process is gone. */
  stop(): void {
    this.#stopped = true;
    this.#queue.length = 0;
  }

  /** The poster runs beside the syncs: what they send at this instant gets its tokens first. */
  #wake(): void {
    this.#posting = true;
    this.#loop.schedule(this.#loop.nowMs, Phase.control, () => this.#postNext());
  }

  #postNext(): void {
    for (;;) {
      const prepare = this.#queue[this.#head++];
      if (prepare === undefined) {
        this.#queue.length = 0;
        this.#head = 0;
        this.#posting = false;
        return;
      }
      const post = prepare();
      if (post === undefined) continue;
      const sentMs = this.#bucket.reserve(this.#loop.nowMs) + this.#latencyMs;
      this.#loop.schedule(sentMs, Phase.world, () => {
        if (this.#stopped) return;
        post();
        this.#postNext();
      });
      return;
    }
  }
}
