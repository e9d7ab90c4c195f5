/**
 * The log is the truth: everything that was asked of the API server and what came of it, in order.
 *
 * Watches are cursors into it; the trace, the timeline and the digest are readers of it. Nothing else keeps an account
 * of what happened.
 */

import type { LogEntry } from "./log-entry.ts";
import { PackedCommits } from "./packed-commits.ts";

export * from "./log-entry.ts";

/**
 * How much of the log is kept once every watcher has seen it; `latest` keeps that many entries, or up to twice as many.
 */
export type Recording = "full" | "transitions" | "none" | { readonly latest: number };

export type LogListener = (entry: LogEntry) => void;

/** The append-only log with its cursors. */
export class CommitLog {
  readonly #entries: LogEntry[] = [];
  /** The entries that follow those: pods' commits are packed, and stand here as a place among the packed. */
  #unread: (LogEntry | number)[] = [];
  readonly #packed = new PackedCommits();
  readonly #listeners: LogListener[] = [];
  readonly #readers: LogListener[] = [];
  /** What readers have not seen yet, as something still acts on it. */
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

  /** What is kept, oldest first. */
  get entries(): readonly LogEntry[] {
    if (this.#unread.length > 0) this.#unpack();
    return this.#entries;
  }

  /** Whether everything that is appended, or all but the lives of pods, stays. */
  get isKept(): boolean {
    return this.#recording === "full" || this.#recording === "transitions";
  }

  /** How many entries were ever appended, kept or not. */
  get length(): number {
    return this.#length;
  }

  /** When the newest entry was appended, virtual milliseconds; 0 if there is none. */
  get lastMs(): number {
    return this.#lastMs;
  }

  /** How many of the oldest entries were let go: `entries[i]` is the entry with the number `dropped + i`. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Keeps all that is appended from here on, for clients of a run that list and watch what was before. */
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

  /** Calls `listener`, which may act on what it sees, at each append, in the order of registration. */
  follow(listener: LogListener): void {
    this.#listeners.push(listener);
  }

  /** Shows `reader`, which does not act, all that is appended, in the order of the log. */
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
