/** Lost answers, and deaths between two effects: what is still to come of them in a run. */

import type { CallDisturbance } from "./disturbance.ts";

/** It outlives the processes that it disturbs. */
export class CallDisturbances {
  readonly #waiting: CallDisturbance[];
  #lost = 0;
  #crash: { writesLeft: number; readonly downMs: number } | undefined;

  constructor(disturbances: readonly CallDisturbance[]) {
    this.#waiting = [...disturbances].sort((a, b) => a.atMs - b.atMs);
  }

  /** Whether nothing more will happen. */
  get over(): boolean {
    return this.#waiting.length === 0 && this.#lost === 0 && this.#crash === undefined;
  }

  /** Takes up what begins until now. */
  begin(nowMs: number): void {
    for (let next = this.#waiting[0]; next !== undefined && next.atMs <= nowMs; next = this.#waiting[0]) {
      this.#waiting.shift();
      if (next.kind === "lostAnswers") this.#lost += next.count;
      else this.#crash = { writesLeft: next.afterWrites, downMs: next.downMs };
    }
  }

  /** How many of so many writes still take effect before the process dies. */
  writesAllowed(writes: number): number {
    return this.#crash === undefined ? writes : Math.min(writes, this.#crash.writesLeft);
  }

  /** Books writes that took effect. */
  wrote(writes: number): void {
    if (this.#crash !== undefined) this.#crash.writesLeft -= writes;
  }

  /** Books the death of a process; returns how long it stays away. */
  die(): number {
    const downMs = this.#crash?.downMs ?? 0;
    this.#crash = undefined;
    return downMs;
  }

  /** Whether the answer to the next write gets lost. */
  loses(): boolean {
    if (this.#lost === 0) return false;
    this.#lost--;
    return true;
  }
}
