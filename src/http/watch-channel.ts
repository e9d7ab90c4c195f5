/**
 * Watches that show the same: what is new is read and encoded once, and its bytes are handed to all of them.
 *
 * A watch is in a channel as long as its client keeps up; one that does not leaves it, and goes on by itself.
 */

import type { CommitLog } from "../apiserver/log.ts";
import { Chunk } from "./chunk.ts";
import type { LogWatch } from "./log-watch.ts";
import type { SharedReader, WatchedSubject } from "./watch-cursor.ts";

/** A watch that has shown all that its channel was woken for. */
export interface Follower {
  hasRoom(size: number): boolean;
  take(bytes: Uint8Array): void;
  /** It is to leave the channel; it has seen what is before the entry with a number. */
  fellBehind(position: number): void;
  end(): void;
}

export class WatchChannel implements LogWatch {
  readonly subject: WatchedSubject;
  readonly #log: CommitLog;
  readonly #reader: SharedReader;
  readonly #followers = new Set<Follower>();

  constructor(log: CommitLog, reader: SharedReader) {
    this.#log = log;
    this.#reader = reader;
    this.subject = reader.subject;
  }

  get isEmpty(): boolean {
    return this.#followers.size === 0;
  }

  add(follower: Follower): void {
    this.#followers.add(follower);
  }

  remove(follower: Follower): void {
    this.#followers.delete(follower);
  }

  wake(from: number, to: number): void {
    const { dropped, entries } = this.#log;
    if (from < dropped) {
      for (const follower of [...this.#followers]) follower.fellBehind(from);
      return;
    }
    let chunk = new Chunk();
    let start = from;
    for (let number = from; number < to; number++) {
      const entry = entries[number - dropped];
      const event = entry === undefined ? undefined : this.#reader.read(entry, number);
      if (event === undefined) continue;
      chunk.add(event);
      if (!chunk.isFull) continue;
      this.#hand(chunk, start);
      chunk = new Chunk();
      start = number + 1;
    }
    this.#hand(chunk, start);
  }

  end(): void {
    for (const follower of [...this.#followers]) follower.end();
  }

  #hand(chunk: Chunk, start: number): void {
    if (chunk.size === 0) return;
    const bytes = chunk.bytes();
    const late: Follower[] = [];
    for (const follower of this.#followers) {
      if (follower.hasRoom(0)) follower.take(bytes);
      else late.push(follower);
    }
    for (const follower of late) follower.fellBehind(start);
  }
}
