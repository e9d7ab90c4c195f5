/** Watches a command that plays what authors wrote. */

import { pulseMemory } from "../../testing/pulse.ts";
import type { Environment } from "../environment.ts";
import type { OwnFlags } from "../own-check.ts";
import type { WatchedThreads } from "./watchdog.ts";

/** A run that never comes to rest ends with the same code. */
const EXIT_STUCK = 3;
const SECOND_MS = 1_000;
/** Long enough for an instant of a large world on a busy machine. */
export const PATIENCE_SECONDS = 60;

export interface OwnWatch {
  /** Where the threads put their pulses: the main one, and the others after it. */
  readonly pulses: SharedArrayBuffer;
  readonly end: () => void;
}

/** Begins to watch; nobody does if there is nothing of an author's, or if there is all the time in the world. */
export async function watchOwn(
  { module, go = [], invariants, patience = PATIENCE_SECONDS }: OwnFlags,
  threads: number,
  what: WatchedThreads["what"],
  { watch }: Environment,
): Promise<OwnWatch | undefined> {
  const isOwn = module !== undefined || go.length > 0 || invariants !== undefined;
  if (watch === undefined || !isOwn || patience === 0) return undefined;
  const memory = pulseMemory(threads);
  const end = await watch({ memory, threads, patienceMs: patience * SECOND_MS, what, exitCode: EXIT_STUCK });
  return { pulses: memory, end };
}
