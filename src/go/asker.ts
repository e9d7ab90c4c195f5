/** Who asks the API server. */

import type { Actor, LogEntry } from "../apiserver/log.ts";

/** A process with its connection. */
export interface Asker {
  readonly actor: Actor;
  /** When the process started, milliseconds since the run began. */
  readonly startedMs: number;
  /** Whether a change is held back from its watches. */
  readonly isHeld: (entry: LogEntry) => boolean;
}

/** A client that belongs to no process. */
export const NOBODY: Asker = { actor: "user", startedMs: 0, isHeld: () => false };
