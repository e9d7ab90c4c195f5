/**
 * The log: every request to the API server and its outcome, in order.
 *
 * Watches are cursors into it; the trace, the timeline and the digest are readers of it. No other history is kept.
 */

import type { LogEntry } from "./log-entry.ts";
import { PackedCommits } from "./packed-commits.ts";

export * from "./log-entry.ts";

/**
 * How much of the log is kept once every watcher has seen it; `latest` keeps that many entries, or up to twice as many.
 */
export type Recording = "full" | "transitions" | "none" | { readonly latest: number };

/** Called with each entry as it is appended. */
export type LogListener = (entry: LogEntry) => void;

/** The append-only log with its cursors. */
export class CommitLog {
  readonly #entries: LogEntry[] = [];
  /** Entries after these: commits of pods are packed, and appear here as their index among the packed ones. */
  #unread: (LogEntry | number)[] = [];
  readonly #packed = new PackedCommits();
  readonly #listeners: LogListener[] = [];
  readonly #readers: LogListener[] = [];
  /** Entries that readers have not seen yet, because a listener is still acting on one. */
  #unseen: LogEntry[] = [];
  #isActedOn = false;
  #recording: Recording;
  #mostKept: number;
  #length = 0;
  #lastMs = 0;
  #dropped = 0;

  constructor(recording: Recording) {
    this.#recording = recording;
    this.#mostKept = typeof recording === "object" ? 2 * recording.latest : Number.POSITIVE_INFINITY;
  }

  /** The entries that are kept, oldest first. */
  get entries(): readonly LogEntry[] {
    if (this.#unread.length > 0) this.#unpack();
    return this.#entries;
  }

  /** Whether all entries, or all but pods' lives, are kept. */
  get isKept(): boolean {
    return this.#recording === "full" || this.#recording === "transitions";
  }

  /** How many entries were ever appended, whether kept or not. */
  get length(): number {
    return this.#length;
  }

  /** Virtual time of the newest entry in milliseconds; 0 if there is none. */
  get lastMs(): number {
    return this.#lastMs;
  }

  /** How many of the oldest entries were dropped: `entries[i]` is the entry with the number `dropped + i`. */
  get dropped(): number {
    return this.#recording === "none" ? this.#length : this.#dropped;
  }

  /** Keeps every entry from now on, for clients that list and watch earlier versions. */
  keepAll(): void {
    if (this.#recording === "full") return;
    this.#dropped = this.#length;
    this.#entries.length = 0;
    this.#unread = [];
    this.#recording = "full";
    this.#mostKept = Number.POSITIVE_INFINITY;
  }

  append(entry: LogEntry): void {
    this.#length++;
    this.#lastMs = entry.timeMs;
    if (this.#recording !== "none") this.#keep(entry);
    if (this.#readers.length > 0) this.#unseen.push(entry);
    const isFirst = !this.#isActedOn;
    this.#isActedOn = true;
    for (const listener of this.#listeners) listener(entry);
    if (!isFirst) return;
    this.#isActedOn = false;
    if (this.#unseen.length > 0) this.#show();
  }

  /** Calls `listener`, which may write, for each entry as it is appended, in the order of registration. */
  follow(listener: LogListener): void {
    this.#listeners.push(listener);
  }

  /** Calls `reader`, which must not write, for each entry in the order of the log. */
  showTo(reader: LogListener): void {
    this.#readers.push(reader);
  }

  #show(): void {
    const entries = this.#unseen;
    this.#unseen = [];
    for (const entry of entries) for (const reader of this.#readers) reader(entry);
  }

  #keep(entry: LogEntry): void {
    const isOfPod = entry.kind === "commit" && entry.resource === "pods";
    if (typeof this.#recording === "object") {
      this.#entries.push(entry);
      if (this.#entries.length > this.#mostKept) this.#dropped += this.#entries.splice(0, this.#mostKept / 2).length;
    } else if (!isOfPod) this.#unread.push(entry);
    else if (this.#recording === "full") {
      this.#unread.push(this.#packed.size);
      this.#packed.add(entry);
    }
  }

  #unpack(): void {
    for (const row of this.#unread) {
      const entry = typeof row === "number" ? this.#packed.unpack(row) : row;
      if (entry !== undefined) this.#entries.push(entry);
    }
    this.#unread = [];
    this.#packed.clear();
  }
}
