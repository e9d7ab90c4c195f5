/**
 * Posts Kubernetes Events one at a time, after the requests that are already waiting, and drops Events when its queue
 * is full, as a real controller does under a rate limit.
 *
 * Rules: client-go `tools/record`, `StartRecordingToSink`: one goroutine, fed by a channel that drops when it is full.
 */

import { type EventLoop, Phase } from "../engine/event-loop.ts";
import type { TokenBucket } from "./token-bucket.ts";

/** Events in the queue, not counting the one being posted (client-go: `maxQueuedEvents`). */
const MAX_QUEUED_EVENTS = 1_000;

/**
 * Decides, when an Event's turn comes, what is posted for it.
 *
 * @returns the post, or `undefined` if the Event is dropped without a request
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

  /** Drops all queued Events: the process is gone. */
  stop(): void {
    this.#stopped = true;
    this.#queue.length = 0;
  }

  /** Scheduled, not called: requests that syncs send at this instant take their tokens first. */
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
