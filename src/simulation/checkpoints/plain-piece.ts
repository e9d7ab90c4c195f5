/** Work of one worker, or of several independent ones. */

import type { WorkTraits } from "../../kubelet/behaviour/work.ts";
import { type AccountOf, type Piece, resumesAtMs, savedOf } from "./piece.ts";

interface Stretch {
  readonly startedMs: number;
  /** When the checkpoint is restored. */
  readonly fromMs: number;
}

export class PlainPiece implements Piece {
  readonly totalMs: number;
  keptMs = 0;
  isDone = false;
  readonly #traits: WorkTraits;
  readonly #accountOf: AccountOf;
  readonly #stretches = new Map<string, Stretch>();

  constructor(traits: WorkTraits, totalMs: number, accountOf: AccountOf) {
    this.#traits = traits;
    this.totalMs = totalMs;
    this.#accountOf = accountOf;
  }

  get isBusy(): boolean {
    return this.#stretches.size > 0;
  }

  start(worker: string, nowMs: number): void {
    // A pod that is created while the previous one terminates takes over the work.
    if (this.#traits.of !== "job") for (const other of [...this.#stretches.keys()]) this.stop(other, nowMs);
    this.#stretches.set(worker, { startedMs: nowMs, fromMs: resumesAtMs(this.#traits, this.keptMs, nowMs) });
  }

  stop(worker: string, nowMs: number): void {
    const stretch = this.#stretches.get(worker);
    if (stretch === undefined) return;
    this.#stretches.delete(worker);
    const account = this.#accountOf(worker);
    account.restoringMs += Math.min(nowMs, stretch.fromMs) - stretch.startedMs;
    if (this.isDone) return;
    const progressMs = progressOf(stretch, nowMs);
    const savedMs = savedOf(this.#traits, progressMs);
    this.keptMs += savedMs;
    account.lostMs += progressMs - savedMs;
  }

  nextMs(nowMs: number): number | undefined {
    if (this.isDone || !this.isBusy) return undefined;
    const stretches = [...this.#stretches.values()];
    const starting = stretches.flatMap(({ fromMs }) => (fromMs > nowMs ? [fromMs] : []));
    const working = stretches.length - starting.length;
    const endMs = working === 0 ? Number.POSITIVE_INFINITY : nowMs + Math.ceil(this.#leftMs(nowMs) / working);
    return Math.min(endMs, ...starting);
  }

  settle(nowMs: number): readonly string[] {
    if (!this.isDone && (!this.isBusy || this.#leftMs(nowMs) > 0)) return [];
    this.isDone = true;
    return [...this.#stretches.keys()];
  }

  #leftMs(nowMs: number): number {
    let leftMs = this.totalMs - this.keptMs;
    for (const stretch of this.#stretches.values()) leftMs -= progressOf(stretch, nowMs);
    return Math.max(0, leftMs);
  }
}

function progressOf({ fromMs }: Stretch, nowMs: number): number {
  return Math.max(0, nowMs - fromMs);
}
