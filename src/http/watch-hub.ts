/**
 * Wakes watches when the log grows: those that a change concerns, once for all that was appended in some milliseconds.
 *
 * Thousands of watches are of one Job or of its pods each. They are found by name and by label, and sleep through
 * everything else.
 */

import type { CommitLog } from "../apiserver/log.ts";
import type { World } from "./context.ts";
import type { LogWatch } from "./log-watch.ts";
import type { RestResource, StoredChange } from "./resources/resource.ts";
import { HttpError } from "./status.ts";
import { type SharedWatch, WatchChannels } from "./watch-channels.ts";
import type { SharedReader } from "./watch-cursor.ts";
import { WatchIndex } from "./watch-index.ts";

/** Maximum number of watches; more are refused. */
export const MAX_WATCHES = 2_000;
/** Least real time from one waking to the next; shorter than an idle clock waits, so that nobody misses an instant. */
const PACE_MS = 3;
/** How much longer than a waking took the next one waits: requests come first. */
const REST = 8;
/** What it waits at most, unless the clock is idle. */
const MAX_PACE_MS = 25;

/** The open watches of a server. */
export class WatchHub {
  readonly #log: CommitLog;
  readonly #watches = new Set<LogWatch>();
  readonly #index = new WatchIndex();
  readonly #channels: WatchChannels;
  /** Watches without a subject. */
  readonly #ofAnything = new Set<LogWatch>();
  #seen: number;
  #isAwake = false;
  /** The changes for which watches are being woken. */
  readonly #shown: StoredChange[] = [];
  /** Real time before which nobody is woken. */
  #restsUntilMs = Number.NEGATIVE_INFINITY;
  readonly #isIdle: () => boolean;
  readonly #watched: (change: 1 | -1) => void;

  constructor(world: World) {
    const { ended } = world;
    const { log } = world.server.storage;
    this.#log = log;
    this.#channels = new WatchChannels(log, this.#index);
    this.#watched = (change) => world.watched?.(change);
    this.#isIdle = () => world.isIdle?.() ?? false;
    this.#seen = log.length;
    log.follow(() => this.#wakeSoon());
    ended?.addEventListener("abort", () => this.#endAll(), { once: true });
  }

  /** The number of open watches. */
  get size(): number {
    return this.#watches.size;
  }

  /** Number of the first entry of which nobody has been woken yet. */
  get seen(): number {
    return this.#watches.size === 0 ? this.#log.length : this.#seen;
  }

  add(watch: LogWatch): void {
    if (this.#watches.size === 0) this.#seen = this.#log.length;
    if (!this.#watches.has(watch)) this.#watched(1);
    this.#watches.add(watch);
    this.#channels.leave(watch);
    if (watch.subject === undefined) this.#ofAnything.add(watch);
    else this.#index.add(watch.subject, watch);
  }

  /** Lets a channel read on for a watch that has read what comes before {@link seen}. */
  follow(watch: SharedWatch, reader: SharedReader): void {
    this.#index.remove(reader.subject, watch);
    this.#channels.join(watch, reader);
  }

  remove(watch: LogWatch): void {
    if (this.#watches.delete(watch)) this.#watched(-1);
    if (this.#channels.leave(watch)) return;
    if (watch.subject === undefined) this.#ofAnything.delete(watch);
    else this.#index.remove(watch.subject, watch);
  }

  /** @throws HttpError 429 if there are too many watches */
  checkRoom(): void {
    if (this.#watches.size < MAX_WATCHES) return;
    const details = { retryAfterSeconds: 1 };
    throw new HttpError(429, "TooManyRequests", `too many watches: this server serves ${MAX_WATCHES}`, details);
  }

  /** Ends the watches of resources; before, they show what has happened up to now. */
  endOf(resources: ReadonlySet<RestResource>): void {
    this.showAll();
    for (const watch of [...this.#watches]) {
      if (watch.subject !== undefined && resources.has(watch.subject.resource)) watch.end();
    }
  }

  /** Shows what nobody has been woken for yet. */
  showAll(): void {
    if (this.seen < this.#log.length) this.#wakeAll();
  }

  #endAll(): void {
    for (const watch of [...this.#watches]) watch.end();
  }

  #wakeSoon(): void {
    if (this.#isAwake || this.#watches.size === 0) return;
    this.#isAwake = true;
    const restMs = this.#restsUntilMs - performance.now();
    if (restMs <= 0) setImmediate(() => this.#wakeAll());
    else setTimeout(() => this.#wakeAll(), restMs);
  }

  #wakeAll(): void {
    this.#isAwake = false;
    const startedMs = performance.now();
    const from = this.#seen;
    const to = this.#log.length;
    const woken = this.#concerned(from, to);
    this.#seen = to;
    for (const [watch, number] of woken) watch.wake(number, to);
    for (const change of this.#shown) change.letGo();
    this.#shown.length = 0;
    const endedMs = performance.now();
    const mostMs = this.#isIdle() ? PACE_MS : MAX_PACE_MS;
    this.#restsUntilMs = startedMs + Math.min(Math.max((endedMs - startedMs) * REST, PACE_MS), mostMs);
  }

  /** The watches that entries from a number on concern, each with the first of these. */
  #concerned(from: number, to: number): ReadonlyMap<LogWatch, number> {
    const { entries, dropped } = this.#log;
    // Entries that were let go unread may have been about anything.
    if (from < dropped) return new Map(Array.from(this.#watches, (watch) => [watch, from]));
    const found = new Map<LogWatch, number>();
    for (const watch of this.#ofAnything) found.set(watch, from);
    for (let number = from; number < to; number++) {
      const entry = entries[number - dropped];
      if (entry === undefined) continue;
      for (const resource of this.#index.resources) {
        const change: StoredChange | undefined = resource.changeOf(entry, number);
        if (change === undefined) continue;
        this.#shown.push(change);
        this.#index.find(resource, change, (watch) => {
          if (!found.has(watch)) found.set(watch, number);
        });
      }
    }
    return found;
  }
}
