/**
 * Watches: cursors into the log.
 *
 * A watch has no queue: it reads the log as fast as its client reads the answer. If a client is so slow that the log
 * has dropped entries it did not read, it gets the error of an expired version and is disconnected.
 */

import type { LogEntry } from "../apiserver/log.ts";
import { Chunk } from "./chunk.ts";
import type { ApiRequest } from "./context.ts";
import type { ListOptions } from "./list-options.ts";
import type { LogWatch } from "./log-watch.ts";
import type { Receiver, Reply, Sending, Streamed } from "./reply.ts";
import type { Follower } from "./watch-channel.ts";
import { BOOKMARK_INTERVAL_MS, lifetimeMs, WatchCursor, watchHeaders } from "./watch-cursor.ts";
import type { WatchHub } from "./watch-hub.ts";

/** How many bytes may be buffered for a slow client before its watch stops reading the log. */
const BUFFER_BYTES = 256 * 1024;

/** Answers a watch. */
export function answerWatch(request: ApiRequest, options: ListOptions, hub: WatchHub): Reply {
  const watch = new Watch(request, options, hub);
  return { status: 200, headers: watchHeaders(request), body: watch };
}

class Watch implements Streamed, Sending, LogWatch, Follower {
  readonly #cursor: WatchCursor;
  readonly #hub: WatchHub;
  readonly #request: ApiRequest;
  readonly #options: ListOptions;
  readonly #timers: NodeJS.Timeout[] = [];
  #to: Receiver | undefined;
  /** All was read that was there, and nothing has come since that it would show. */
  #isAsleep = false;
  /** A channel reads the log for it. */
  #isFollowing = false;
  /** The next change is there, and is to be shown later. */
  #isHeld = false;
  /** Which changes are shown; all if absent. */
  readonly #due: ((entry: LogEntry) => boolean) | undefined;

  constructor(request: ApiRequest, options: ListOptions, hub: WatchHub) {
    this.#cursor = new WatchCursor(request, options);
    this.#request = request;
    const { behindMs = 0 } = request.request;
    this.#due = behindMs === 0 ? undefined : (entry) => this.#isShown(entry, behindMs);
    this.#hub = hub;
    this.#options = options;
  }

  get subject() {
    return this.#cursor.subject;
  }

  wake(from: number): void {
    if (this.#isFollowing) {
      this.fellBehind(from);
      return;
    }
    if (this.#isAsleep) this.#cursor.passTo(from);
    this.#isAsleep = false;
    this.pump();
  }

  take(bytes: Uint8Array): void {
    this.#to?.write(bytes);
  }

  fellBehind(position: number): void {
    this.#isFollowing = false;
    this.#isAsleep = false;
    this.#cursor.resumeAt(position);
    this.#hub.add(this);
    this.pump();
  }

  start(to: Receiver): Sending {
    this.#to = to;
    this.#hub.add(this);
    this.#timers.push(setTimeout(() => this.end(), lifetimeMs(this.#options)));
    if (this.#options.allowWatchBookmarks)
      this.#timers.push(setInterval(() => this.#sendBookmark(), BOOKMARK_INTERVAL_MS));
    this.pump();
    return this;
  }

  /** The client has read; a watch that sleeps has missed nothing of what others were woken for. */
  sent(): void {
    if (this.#isFollowing) return;
    if (this.#isAsleep) this.#cursor.passTo(this.#hub.seen);
    this.pump();
  }

  stop(): void {
    this.#to = undefined;
    this.#hub.remove(this);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Hands over what the log has that the client did not get yet, as far as it keeps up. */
  pump(): void {
    let chunk = new Chunk(this.#cursor.takeInitial());
    while (this.hasRoom(chunk.size)) {
      if (this.#cursor.isExpired) {
        chunk.add(this.#cursor.expiredEvent());
        this.end(chunk);
        return;
      }
      const event = this.#cursor.next(this.#due);
      if (event === undefined) {
        this.#isAsleep = !this.#isHeld;
        break;
      }
      chunk.add(event);
      if (chunk.isFull) {
        this.#write(chunk);
        chunk = new Chunk();
      }
    }
    this.#write(chunk);
    if (this.#isAsleep) this.#follow();
  }

  /** Lets a channel read on in its place, if there can be one and it is up to date. */
  #follow(): void {
    const shared = this.#due === undefined && this.#to !== undefined ? this.#cursor.shared : undefined;
    if (shared === undefined || this.#cursor.position !== this.#hub.seen) return;
    this.#isFollowing = true;
    this.#hub.follow(this, shared);
  }

  /** Whether a cache that is behind shows a change by now. */
  #isShown({ timeMs }: LogEntry, behindMs: number): boolean {
    const { world } = this.#request;
    const waitMs = timeMs + behindMs - world.server.storage.timeMs;
    if (waitMs <= 0 || world.after === undefined) return true;
    if (this.#isHeld) return false;
    this.#isHeld = true;
    world.after(waitMs, () => {
      this.#isHeld = false;
      this.pump();
    });
    return false;
  }

  hasRoom(size: number): boolean {
    return this.#to !== undefined && this.#to.backlog + size < BUFFER_BYTES;
  }

  #write(chunk: Chunk): void {
    if (chunk.size > 0) this.#to?.write(chunk.bytes());
  }

  /** Only a watch that has seen everything can send a bookmark. */
  #sendBookmark(): void {
    this.#hub.showAll();
    this.sent();
    const isAtEnd = this.#isFollowing || this.#cursor.isAtEnd;
    if (isAtEnd && this.hasRoom(0)) this.#write(new Chunk([this.#cursor.bookmark()]));
  }

  end(last = new Chunk()): void {
    const to = this.#to;
    this.#write(last);
    this.stop();
    to?.end();
  }
}
