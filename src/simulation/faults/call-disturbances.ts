/** The lost answers and crashes of a run that are still to come. */

import type { CallDisturbance } from "./disturbance.ts";

/** Shared by all processes of a run. */
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

  /** Activates the disturbances that have begun by now. */
  begin(nowMs: number): void {
    for (let next = this.#waiting[0]; next !== undefined && next.atMs <= nowMs; next = this.#waiting[0]) {
      this.#waiting.shift();
      if (next.kind === "lostAnswers") this.#lost += next.count;
      else this.#crash = { writesLeft: next.afterWrites, downMs: next.downMs };
    }
  }

  /** How many of the next `writes` writes take effect before the process dies. */
  writesAllowed(writes: number): number {
    return this.#crash === undefined ? writes : Math.min(writes, this.#crash.writesLeft);
  }

  /** Counts writes that took effect. */
  wrote(writes: number): void {
    if (this.#crash !== undefined) this.#crash.writesLeft -= writes;
  }

  /** Ends a crash; returns how long the process is down. */
  die(): number {
    const downMs = this.#crash?.downMs ?? 0;
    this.#crash = undefined;
    return downMs;
  }

  /** Whether the answer to the next write is lost. */
  loses(): boolean {
    if (this.#lost === 0) return false;
    this.#lost--;
    return true;
  }
}
