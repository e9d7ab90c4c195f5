/** Watches threads that play controllers of authors: one that is in an endless loop is reported, and ended. */

import { url as debuggerUrl } from "node:inspector";
import { startThread } from "../../analysis/parallel/thread.ts";

/** What is watched. */
export interface WatchedThreads {
  /** The pulses: that of the main thread, and those of the others. */
  readonly memory: SharedArrayBuffer;
  readonly threads: number;
  /** How long nothing may happen in a run, milliseconds of real time. */
  readonly patienceMs: number;
  /** What the number of a pulse is: a seed, or a part of a search. */
  readonly what: "seed" | "part";
  /** How the command ends then. */
  readonly exitCode: number;
}

/** Watches until the function that it resolves to is called. */
export type WatchThreads = (watched: WatchedThreads) => Promise<() => void>;

/** What the watchdog tells the main thread, which can end the process as long as it is not stuck itself. */
export const STUCK = "stuck";

/** Whoever debugs a program may halt it for as long as they like. */
export function watchThreads(watched: WatchedThreads): () => void {
  if (debuggerUrl() !== undefined) return () => {};
  const name = import.meta.url.endsWith(".ts") ? "./watchdog-thread.ts" : "./watchdog-thread.js";
  const thread = startThread(new URL(name, import.meta.url), watched);
  thread.unref();
  thread.on("message", () => process.exit(watched.exitCode));
  return () => {
    thread.terminate();
  };
}
