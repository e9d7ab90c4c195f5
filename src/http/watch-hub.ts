/**
 * Wakes watches when the log grows: those that a change concerns, once for all that was appended in some milliseconds.
 *
 * Thousands of watches are of one Job or of its pods each. They are found by name and by label, and sleep through
 * everything else.
 */

import type { CommitLog } from "../apiserver/log.ts";
import type { LogWatch } from "./log-watch.ts";
import type { RestResource, StoredChange } from "./resources/resource.ts";
import { HttpError } from "./status.ts";
import { WatchIndex } from "./watch-index.ts";

/** Maximum number of watches; more are refused. */
export const MAX_WATCHES = 2_000;
/** Least real time from one waking to the next; shorter than an idle clock waits, so that nobody misses an instant. */
const PACE_MS = 3;

/** The open watches of a server. */
export class WatchHub {
  readonly #log: CommitLog;
  readonly #watches = new Set<LogWatch>();
  readonly #index = new WatchIndex();
  /** Watches without a subject. */
  readonly #ofAnything = new Set<LogWatch>();
  #seen: number;
  #isAwake = false;
  #wokenMs = Number.NEGATIVE_INFINITY;

  /** @param ended aborted when the log does not grow any more */
  constructor(log: CommitLog, ended?: AbortSignal) {
    this.#log = log;
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
    this.#watches.add(watch);
    if (watch.subject === undefined) this.#ofAnything.add(watch);
    else this.#index.add(watch.subject, watch);
  }

  remove(watch: LogWatch): void {
    this.#watches.delete(watch);
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
    this.#wakeAll();
    for (const watch of [...this.#watches]) {
      if (watch.subject !== undefined && resources.has(watch.subject.resource)) watch.end();
    }
  }

  #endAll(): void {
    for (const watch of [...this.#watches]) watch.end();
  }

  #wakeSoon(): void {
    if (this.#isAwake || this.#watches.size === 0) return;
    this.#isAwake = true;
    const passedMs = performance.now() - this.#wokenMs;
    if (passedMs >= PACE_MS) setImmediate(() => this.#wakeAll());
    else setTimeout(() => this.#wakeAll(), PACE_MS - passedMs);
  }

  #wakeAll(): void {
    this.#isAwake = false;
    this.#wokenMs = performance.now();
    const from = this.#seen;
    const woken = this.#concerned(from);
    this.#seen = this.#log.length;
    for (const [watch, number] of woken) watch.wake(number);
  }

  /** The watches that entries from a number on concern, each with the first of these. */
  #concerned(from: number): ReadonlyMap<LogWatch, number> {
    const { entries, dropped, length } = this.#log;
    // Entries that were let go unread may have been about anything.
    if (from < dropped) return new Map(Array.from(this.#watches, (watch) => [watch, from]));
    const found = new Map<LogWatch, number>();
    for (const watch of this.#ofAnything) found.set(watch, from);
    for (let number = from; number < length; number++) {
      const entry = entries[number - dropped];
      if (entry === undefined) continue;
      for (const resource of this.#index.resources) {
        const change: StoredChange | undefined = resource.changeOf(entry, number);
        if (change === undefined) continue;
        this.#index.find(resource, change, (watch) => {
          if (!found.has(watch)) found.set(watch, number);
        });
      }
    }
    return found;
  }
}
