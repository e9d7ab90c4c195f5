/** The timers of one program, by handles that stay the same when it is copied. */

import type { Surroundings } from "./surroundings.ts";

/** A timer that is set. */
export interface SetTimer {
  readonly handle: number;
  /** When it is due, milliseconds since the process started. */
  readonly dueMs: number;
  readonly action: () => void;
}

export class Timers {
  #surroundings: Surroundings;
  #set = new Map<number, SetTimer>();
  #last = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  set(action: () => void, delayMs: number): number {
    const timer = { handle: ++this.#last, dueMs: this.#surroundings.elapsedMs() + Math.max(0, delayMs), action };
    this.#start(timer);
    return timer.handle;
  }

  clear(handle: number | undefined): void {
    if (handle !== undefined) this.#set.delete(handle);
  }

  copy(): readonly SetTimer[] {
    return [...this.#set.values()];
  }

  /** Sets the timers of a copy again, in other surroundings. */
  restore(copied: readonly SetTimer[], surroundings: Surroundings): void {
    this.#surroundings = surroundings;
    this.#set = new Map();
    for (const timer of copied) this.#start(timer);
  }

  #start(timer: SetTimer): void {
    const set = this.#set;
    set.set(timer.handle, timer);
    this.#surroundings.later(timer.dueMs - this.#surroundings.elapsedMs(), () => {
      // A timer of a program that has been restored since is void.
      if (set !== this.#set || set.get(timer.handle) !== timer) return;
      set.delete(timer.handle);
      timer.action();
    });
  }
}
