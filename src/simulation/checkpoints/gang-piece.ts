/** The work of a gang: it progresses while all workers run, and resumes from the last checkpoint after a loss. */

import type { WorkTraits } from "../../kubelet/behaviour/work.ts";
import { type AccountOf, type Piece, resumesAtMs, savedOf } from "./piece.ts";

export class GangPiece implements Piece {
  readonly totalMs: number;
  keptMs = 0;
  isDone = false;
  readonly #traits: WorkTraits;
  readonly #accountOf: AccountOf;
  /** Number of workers of the complete gang. */
  readonly #size: () => number;
  /** Since when each worker has been running or waiting. */
  readonly #since = new Map<string, number>();
  /** When all workers started to make progress, after restoring the checkpoint; absent while a worker is missing. */
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
    this.#fromMs = resumesAtMs(this.#traits, this.keptMs, nowMs);
  }

  stop(worker: string, nowMs: number): void {
    const sinceMs = this.#since.get(worker);
    if (sinceMs === undefined) return;
    if (this.#fromMs === undefined) this.#accountOf(worker).waitingMs += nowMs - sinceMs;
    else this.#rollBack(this.#fromMs, nowMs);
    this.#since.delete(worker);
  }

  /** Sets all workers back to the last checkpoint. */
  #rollBack(fromMs: number, nowMs: number): void {
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
