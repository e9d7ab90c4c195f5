/** A clock that halves milliseconds: what a recording plans, in its order. */

import type { SchedulerClock } from "../../../src/scheduler/client.ts";

interface Planned {
  readonly atMs: number;
  /** Scripted actions come before what the world does by itself. */
  readonly rank: number;
  readonly sequence: number;
  readonly action: () => void;
}

export class ScriptedClock implements SchedulerClock {
  nowMs = 0;
  #sequence = 0;
  readonly #planned: Planned[] = [];

  schedule(atMs: number, action: () => void, rank = 1): void {
    const entry = { atMs, rank, sequence: this.#sequence++, action };
    let at = this.#planned.length;
    while (at > 0 && isBefore(entry, this.#planned[at - 1])) at--;
    this.#planned.splice(at, 0, entry);
  }

  /** Runs everything that is planned before an instant. */
  runUntil(endMs: number): void {
    for (let next = this.#planned[0]; next !== undefined && next.atMs < endMs; next = this.#planned[0]) {
      this.#planned.shift();
      this.nowMs = next.atMs;
      next.action();
    }
  }
}

function isBefore(a: Planned, b: Planned | undefined): boolean {
  if (b === undefined) return false;
  return a.atMs < b.atMs || (a.atMs === b.atMs && (a.rank < b.rank || (a.rank === b.rank && a.sequence < b.sequence)));
}
