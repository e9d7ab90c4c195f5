/** The settings and the state of the clock of a running server. */

import type { Recorder } from "./recorder.ts";

/**
 * Virtual seconds per real second; with `idle`, the clock jumps to the next event whenever no request is active for
 * some milliseconds. Watches count as requests until they have started. Times of schedules are passed only while
 * somebody waits for them.
 */
export type Speed = number | "idle";

/** Options of a running server. */
export interface LiveOptions {
  readonly speed: Speed;
  readonly paused: boolean;
  /** Reads the wall clock, in milliseconds. */
  readonly wallMs: () => number;
  readonly recorder?: Recorder;
  /** Signs the tokens of service accounts; a fixed key if absent. */
  readonly tokenKey?: Uint8Array;
  /** Discovery lists removed API versions. */
  readonly listsOldApis?: boolean;
}

/** The state of the clock. */
export interface ClockState {
  /** Virtual milliseconds since the run began. */
  readonly timeMs: number;
  readonly instantMs: number;
  readonly speed: Speed;
  readonly paused: boolean;
  /** Virtual time of the next event in milliseconds; absent if there is none. */
  readonly nextEventMs?: number;
}
