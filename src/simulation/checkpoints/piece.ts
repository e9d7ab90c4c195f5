/** A piece of work and those who do it: how far it is, what is kept when somebody is interrupted, and what is lost. */

import type { WorkTraits } from "../../kubelet/behaviour/work.ts";

/** What became of the time of one worker, milliseconds. */
export interface WorkerAccount {
  /** Done, and thrown away again. */
  readonly lostMs: number;
  /** Spent on reading checkpoints. */
  readonly restoringMs: number;
  /** Spent on waiting for the rest of a gang. */
  readonly waitingMs: number;
}

export type MutableAccount = { -readonly [Key in keyof WorkerAccount]: WorkerAccount[Key] };

/** One piece of work. Workers are distinguished by the UIDs of their pods. */
export interface Piece {
  readonly totalMs: number;
  /** Up to here it is safe. */
  readonly keptMs: number;
  readonly isDone: boolean;
  readonly isBusy: boolean;
  start(worker: string, nowMs: number): void;
  stop(worker: string, nowMs: number): void;
  /** When to settle next, if nobody starts or stops meanwhile. */
  nextMs(nowMs: number): number | undefined;
  /** The workers that are done now. */
  settle(nowMs: number): readonly string[];
}

/** The part of some progress that a checkpoint has. */
export function savedOf({ checkpointEveryMs }: WorkTraits, progressMs: number): number {
  if (checkpointEveryMs === undefined || checkpointEveryMs <= 0) return 0;
  return Math.floor(progressMs / checkpointEveryMs) * checkpointEveryMs;
}

/** When a container that starts now goes on with work of which so much is kept. */
export function goesOnMs({ restoreTakesMs = 0 }: WorkTraits, keptMs: number, nowMs: number): number {
  return keptMs > 0 ? nowMs + restoreTakesMs : nowMs;
}

export type AccountOf = (worker: string) => MutableAccount;
