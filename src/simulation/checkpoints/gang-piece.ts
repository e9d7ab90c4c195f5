/** Work that a gang does: only while all of its workers run, and from the last checkpoint when one was lost. */

import type { WorkTraits } from "../../kubelet/behaviour/work.ts";
import { type AccountOf, goesOnMs, type Piece, savedOf } from "./piece.ts";

export class GangPiece implements Piece {
  readonly totalMs: number;
  keptMs = 0;
  isDone = false;
  readonly #traits: WorkTraits;
  readonly #accountOf: AccountOf;
  /** How many workers the gang has when it is complete. */
  readonly #size: () => number;
  /** Since when each of them has run or waited, whichever it does. */
  readonly #since = new Map<string, number>();
  /** When all began to work, after the checkpoint was read; absent while somebody is missing. */
  #fromMs: number | undefined;

  constructor(traits: WorkTraits, totalMs: number, accountOf: AccountOf, size: () => number) {
    this.#traits = traits;
    this.totalMs = totalMs;
    this.#accountOf = accountOf;
    this.#size = size;
  }

  get isBusy(): boolean {
    return this.#since.size > 0;
  }

  start(worker: string, nowMs: number): void {
    this.#since.set(worker, nowMs);
    if (this.#fromMs !== undefined || this.#since.size < this.#size()) return;
    for (const [other, sinceMs] of this.#since) this.#accountOf(other).waitingMs += nowMs - sinceMs;
    for (const other of this.#since.keys()) this.#since.set(other, nowMs);
    this.#fromMs = goesOnMs(this.#traits, this.keptMs, nowMs);
  }

  stop(worker: string, nowMs: number): void {
    const sinceMs = this.#since.get(worker);
    if (sinceMs === undefined) return;
    if (this.#fromMs === undefined) this.#accountOf(worker).waitingMs += nowMs - sinceMs;
    else this.#fall(this.#fromMs, nowMs);
    this.#since.delete(worker);
  }

  /** All are thrown back to the last checkpoint. */
  #fall(fromMs: number, nowMs: number): void {
    const progressMs = Math.max(0, nowMs - fromMs);
    const savedMs = savedOf(this.#traits, progressMs);
    for (const [other, sinceMs] of this.#since) {
      const account = this.#accountOf(other);
      account.restoringMs += Math.min(nowMs, fromMs) - sinceMs;
      if (!this.isDone) account.lostMs += progressMs - savedMs;
      this.#since.set(other, nowMs);
    }
    if (!this.isDone) this.keptMs += savedMs;
    this.#fromMs = undefined;
  }

  nextMs(): number | undefined {
    return this.isDone || this.#fromMs === undefined ? undefined : this.#fromMs + this.totalMs - this.keptMs;
  }

  settle(nowMs: number): readonly string[] {
    const endMs = this.nextMs();
    if (!this.isDone && (endMs === undefined || nowMs < endMs)) return [];
    this.isDone = true;
    return [...this.#since.keys()];
  }
}
