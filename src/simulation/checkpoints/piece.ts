/** A piece of work with its workers: its progress, and what is saved and lost if a worker is interrupted. */

import type { WorkTraits } from "../../kubelet/behaviour/work.ts";

/** How one worker spent its time, in milliseconds. */
export interface WorkerAccount {
  /** Progress that was lost. */
  readonly lostMs: number;
  /** Time spent on restoring checkpoints. */
  readonly restoringMs: number;
  /** Time spent on waiting for the rest of a gang. */
  readonly waitingMs: number;
}

export type MutableAccount = { -readonly [Key in keyof WorkerAccount]: WorkerAccount[Key] };

/** One piece of work. Workers are distinguished by the UIDs of their pods. */
export interface Piece {
  readonly totalMs: number;
  /** Progress that is saved. */
  readonly keptMs: number;
  readonly isDone: boolean;
  readonly isBusy: boolean;
  start(worker: string, nowMs: number): void;
  stop(worker: string, nowMs: number): void;
  /** When to call `settle` next, unless a worker starts or stops before that. */
  nextMs(nowMs: number): number | undefined;
  /** Completes the work if it is done; returns the workers to end. */
  settle(nowMs: number): readonly string[];
}

/** The part of the progress that the last checkpoint has saved. */
export function savedOf({ checkpointEveryMs }: WorkTraits, progressMs: number): number {
  if (checkpointEveryMs === undefined || checkpointEveryMs <= 0) return 0;
  return Math.floor(progressMs / checkpointEveryMs) * checkpointEveryMs;
}

/** When a container that starts now has restored the checkpoint and resumes the work. */
export function resumesAtMs({ restoreTakesMs = 0 }: WorkTraits, keptMs: number, nowMs: number): number {
  return keptMs > 0 ? nowMs + restoreTakesMs : nowMs;
}

export type AccountOf = (worker: string) => MutableAccount;
