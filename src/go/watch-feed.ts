/** The body of the answer to a watch, as a program in the run reads it: events as they become due. */

import type { LogEntry } from "../apiserver/log.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";
import { bytesOf, type EncodedEvent } from "../http/chunk.ts";
import type { ApiRequest } from "../http/context.ts";
import type { ListOptions } from "../http/list-options.ts";
import { BOOKMARK_INTERVAL_MS, lifetimeMs, WatchCursor } from "../http/watch-cursor.ts";
import type { Asker } from "./asker.ts";
import type { ProgramBody } from "./surroundings.ts";
import type { Opened, WatchTimes } from "./watch-times.ts";

type Taken = (part: Uint8Array | undefined) => void;

/** Whose watch it is, and of what. */
export interface WatchedFor {
  readonly asker: Asker;
  readonly resource: string;
  readonly request: ApiRequest;
  readonly options: ListOptions;
  /** Called when the program or the server ends the watch. */
  readonly closed: () => void;
}

export class WatchFeed implements ProgramBody {
  readonly asker: Asker;
  /** What is watched. */
  readonly resource: string;
  readonly #loop: EventLoop;
  readonly #times: WatchTimes;
  readonly #opened: Opened;
  readonly #cursor: WatchCursor;
  readonly #closed: () => void;
  /** What is still to be read; an event that is delivered twice is in here twice. */
  readonly #ready: EncodedEvent[];
  #taken: Taken | undefined;
  /** When the latest event was due: nothing overtakes an earlier event. */
  #dueMs = 0;
  #lastSeen: LogEntry | undefined;
  #hasEnded = false;

  constructor(loop: EventLoop, times: WatchTimes, opened: Opened, watched: WatchedFor) {
    const { asker, resource, request, options, closed } = watched;
    this.asker = asker;
    this.resource = resource;
    this.#loop = loop;
    this.#times = times;
    this.#opened = opened;
    this.#cursor = new WatchCursor(request, options);
    this.#closed = closed;
    this.#ready = [...this.#cursor.takeInitial()];
    this.#at(loop.nowMs + lifetimeMs(options), () => this.#end());
    for (const breakMs of times.breaksMs) if (breakMs > loop.nowMs) this.#at(breakMs, () => this.#expire());
    if (options.allowWatchBookmarks) this.#bookmarkLater();
  }

  read(taken: Taken): void {
    this.#taken = taken;
    this.pump();
  }

  cancel(): void {
    this.#end();
  }

  /** Delivers what is due, if the program is reading. */
  pump(): void {
    if (this.#taken === undefined) return;
    const part = this.#ready.shift() ?? (this.#hasEnded ? undefined : this.#next());
    if (part === undefined && !this.#hasEnded) return;
    const taken = this.#taken;
    this.#taken = undefined;
    taken(part === undefined ? undefined : bytesOf(part));
  }

  #next(): EncodedEvent | undefined {
    const { nowMs } = this.#loop;
    if (this.#cursor.isExpired) {
      this.#expire();
      return this.#ready.shift();
    }
    const untilMs = this.#times.stalledUntilMs(nowMs);
    if (untilMs > nowMs) {
      this.#at(untilMs, () => this.pump());
      return undefined;
    }
    const event = this.#cursor.next((entry) => this.#isDue(entry));
    if (event === undefined) return undefined;
    const isDeletion = this.#lastSeen?.kind === "commit" && this.#lastSeen.type === "DELETED";
    if (this.#times.isRepeating(nowMs) && !isDeletion) this.#ready.push(event);
    return event;
  }

  #isDue(entry: LogEntry): boolean {
    if (this.asker.isHeld(entry)) return false;
    const dueMs = Math.max(this.#dueMs, this.#times.shownMs(entry.timeMs, this.#opened));
    if (dueMs > this.#loop.nowMs) {
      this.#at(dueMs, () => this.pump());
      return false;
    }
    this.#dueMs = dueMs;
    this.#lastSeen = entry;
    return true;
  }

  /** The watch breaks: the program must relist. */
  #expire(): void {
    if (this.#hasEnded) return;
    this.#ready.push(this.#cursor.expiredEvent());
    this.#end();
  }

  #bookmarkLater(): void {
    this.#at(this.#loop.nowMs + BOOKMARK_INTERVAL_MS, () => {
      if (this.#hasEnded) return;
      const isQuiet = this.#times.stalledUntilMs(this.#loop.nowMs) === this.#loop.nowMs;
      if (this.#cursor.isAtEnd && isQuiet) {
        this.#ready.push(this.#cursor.bookmark());
        this.pump();
      }
      this.#bookmarkLater();
    });
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#closed();
    this.pump();
  }

  #at(atMs: number, action: () => void): void {
    this.#loop.schedule(atMs, Phase.deliver, action);
  }
}
