/** How far a run may go: a Job that never ends, or one of a billion pods, must not keep a machine busy forever. */

import { formatDuration } from "../scenario/duration.ts";
import { InputError } from "../scenario/problem.ts";
import type { Simulation } from "../simulation/simulation.ts";

/** A run without an end is stopped here, virtual milliseconds. */
export const LONGEST_RUN_MS = 7 * 86_400_000;
/** Entries of its log that a run may come to. */
export const MOST_ENTRIES = {
  /**
   * A run that is kept: about 400,000 pods, and two gigabytes; what
   * is kept of more does not fit into a process of Node.
   */
  kept: 2_000_000,
  /**
   * One of the thousands of runs of a check: far above what a trial
   * needs; a Job of a billion pods would go on for hours.
   */
  trial: 100_000,
} as const;
/** Virtual time between two looks at the log, milliseconds; a controller creates 500 pods in a second. */
const SLICE_MS = 10_000;

/** What is said of a run that was too large, at the instant that it reached. */
export function tooLarge(kind: keyof typeof MOST_ENTRIES, nowMs: number): string {
  const most = MOST_ENTRIES[kind].toLocaleString("en");
  return `the run is too large: more than ${most} log entries after ${formatDuration(Math.round(nowMs))} of virtual time`;
}

/**
 * Plays a simulation up to an instant, and leaves its clock there; one without an end of its own stops earlier where
 * nothing more can come of it.
 *
 * @param file the scenario, for messages
 * @throws InputError if the log becomes too large
 */
export function playUntil(simulation: Simulation, untilMs: number, file = "the run"): void {
  const { loop, log, plan } = simulation;
  for (let next = loop.peek(); next !== undefined && next <= untilMs; next = loop.peek()) {
    const endMs = Math.min(next + SLICE_MS, untilMs);
    if (plan.untilMs !== undefined) loop.run(endMs);
    else if (!playOn(simulation, endMs)) return;
    if (log.length > MOST_ENTRIES.kept) {
      throw new InputError([
        { file, message: `${tooLarge("kept", loop.nowMs)}; stop it with --until, or take fewer pods` },
      ]);
    }
  }
  loop.run(untilMs);
}

/** Plays what comes until an instant; returns whether more may come of it. */
function playOn(simulation: Simulation, endMs: number): boolean {
  const { loop } = simulation;
  for (let next = loop.peek(); next !== undefined && next <= endMs; next = loop.peek()) {
    loop.step();
    if (simulation.deadEnd !== undefined) return false;
  }
  return true;
}
