/**
 * Watches: cursors into the log.
 *
 * A watch has no queue: it reads the log as fast as its client reads the answer. If a client is so slow that the log
 * has dropped entries it did not read, it gets the error of an expired version and is disconnected.
 */

import type { LogEntry } from "../apiserver/log.ts";
import type { ApiRequest } from "./context.ts";
import type { ListOptions } from "./list-options.ts";
import type { LogWatch } from "./log-watch.ts";
import type { Reply, Streamed } from "./reply.ts";
import { BOOKMARK_INTERVAL_MS, lifetimeMs, WatchCursor, watchHeaders } from "./watch-cursor.ts";
import type { WatchHub } from "./watch-hub.ts";

/** How many bytes may be buffered for a slow client before its watch stops reading the log. */
const BUFFER_BYTES = 256 * 1024;
/** Maximum size of a chunk in bytes. */
const CHUNK_BYTES = 64 * 1024;

/** Answers a watch. */
export function answerWatch(request: ApiRequest, options: ListOptions, hub: WatchHub): Reply {
  const watch = new Watch(request, options, hub);
  return { status: 200, headers: watchHeaders(request), body: watch };
}

/** Events that are sent together. */
class Chunk {
  readonly #events: Uint8Array[];
  size = 0;

  constructor(events: readonly Uint8Array[] = []) {
    this.#events = [...events];
    for (const { length } of events) this.size += length;
  }

  add(event: Uint8Array): void {
    this.#events.push(event);
    this.size += event.length;
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#events);
  }
}

class Watch implements Streamed, LogWatch {
  readonly #cursor: WatchCursor;
  readonly #hub: WatchHub;
  readonly #request: ApiRequest;
  readonly #options: ListOptions;
  readonly #timers: NodeJS.Timeout[] = [];
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  /** All was read that was there, and nothing has come since that it would show. */
  #isAsleep = false;
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

  wake(number: number): void {
    if (this.#isAsleep) this.#cursor.passTo(number);
    this.#isAsleep = false;
    this.pump();
  }

  stream(): ReadableStream<Uint8Array> {
    return new ReadableStream(
      {
        start: (controller) => this.#start(controller),
        pull: () => this.#readOn(),
        cancel: () => this.#stop(),
      },
      { highWaterMark: BUFFER_BYTES, size: (chunk) => chunk.byteLength },
    );
  }

  /** Hands over what the log has that the client did not get yet, as far as it keeps up. */
  pump(): void {
    let chunk = new Chunk(this.#cursor.takeInitial());
    while (this.#hasRoom(chunk.size)) {
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
      if (chunk.size >= CHUNK_BYTES) {
        this.#write(chunk);
        chunk = new Chunk();
      }
    }
    this.#write(chunk);
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

  /** The client has read; who sleeps has missed nothing of what others were woken for. */
  #readOn(): void {
    if (this.#isAsleep) this.#cursor.passTo(this.#hub.seen);
    this.pump();
  }

  #start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
    this.#hub.add(this);
    this.#timers.push(setTimeout(() => this.end(), lifetimeMs(this.#options)));
    if (this.#options.allowWatchBookmarks)
      this.#timers.push(setInterval(() => this.#sendBookmark(), BOOKMARK_INTERVAL_MS));
    this.pump();
  }

  #hasRoom(size: number): boolean {
    return this.#controller !== undefined && (this.#controller.desiredSize ?? 0) > size;
  }

  #write(chunk: Chunk): void {
    if (chunk.size > 0) this.#controller?.enqueue(chunk.bytes());
  }

  /** Only a watch that has seen everything can send a bookmark. */
  #sendBookmark(): void {
    this.#readOn();
    if (!this.#cursor.isAtEnd || !this.#hasRoom(0)) return;
    this.#write(new Chunk([this.#cursor.bookmark()]));
  }

  end(last = new Chunk()): void {
    const controller = this.#controller;
    this.#write(last);
    this.#stop();
    controller?.close();
  }

  #stop(): void {
    this.#controller = undefined;
    this.#hub.remove(this);
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
