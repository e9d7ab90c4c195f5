/** How long a run may get: a Job that never ends, or one of a billion pods, must not keep a machine busy forever. */

import { formatDuration } from "../scenario/duration.ts";
import { InputError } from "../scenario/problem.ts";
import type { Simulation } from "../simulation/simulation.ts";

/** A run without an end is stopped here, virtual milliseconds. */
export const LONGEST_RUN_MS = 7 * 86_400_000;
/** Most entries of its log that a run may have. */
export const MOST_ENTRIES: { readonly kept: number; readonly trial: number } = {
  /**
   * A run that is kept: about 400,000 pods, and two gigabytes; what
   * is kept of more does not fit into a Node process.
   */
  kept: 2_000_000,
  /**
   * One of the thousands of runs of a check: far above what a trial
   * needs; a Job of a billion pods would run for hours.
   */
  trial: 100_000,
};
/**
 * Events that a run of a check may have in one instant: five for each entry that its log may have. A busy instant has
 * two or three for each (100,000 pods that are created at once, and labelled by a controller one by one: a million
 * events, 300,000 entries), so its log is full before. Only a loop that writes little or nothing gets here.
 */
export const MOST_EVENTS_AT_ONCE = 5 * MOST_ENTRIES.trial;
/** How large a run may become that is played for its outcome. */
export interface RunSizes {
  /** Entries of a log that is kept. */
  readonly entries: number;
  /** Pods at once of a run of which no log is kept. */
  readonly pods: number;
}
/** What a process of Node holds with its usual memory: a million pods take 1.6 GB. */
const USUAL_SIZES: RunSizes = { entries: MOST_ENTRIES.kept, pods: 1_500_000 };
/** Virtual time between two looks at the log, milliseconds; a controller creates 500 pods in a second. */
const SLICE_MS = 10_000;

/** What is said of a run that was too large, at the instant that it reached. */
export function tooLarge(most: number, what: string, nowMs: number): string {
  const after = formatDuration(Math.round(nowMs));
  return `the run is too large: more than ${most.toLocaleString("en")} ${what} after ${after} of virtual time`;
}

/** What is too large about a run; nothing if it can go on. */
export function excessOf({ log, server, loop }: Simulation, most: RunSizes = USUAL_SIZES): string | undefined {
  if (log.isKept) return log.length > most.entries ? tooLarge(most.entries, "log entries", loop.nowMs) : undefined;
  return server.pods.pods.size > most.pods ? tooLarge(most.pods, "pods", loop.nowMs) : undefined;
}

/**
 * Plays a simulation up to an instant, and leaves its clock there; one without its own end stops earlier if nothing
 * more can come of it.
 *
 * @param file the scenario, for messages
 * @throws InputError if the run becomes too large
 */
export function playUntil(simulation: Simulation, untilMs: number, file = "the run"): void {
  const { loop, plan } = simulation;
  for (let next = loop.peek(); next !== undefined && next <= untilMs; next = loop.peek()) {
    const endMs = Math.min(next + SLICE_MS, untilMs);
    if (plan.untilMs !== undefined) loop.run(endMs);
    else if (!playOn(simulation, endMs)) return;
    const excess = excessOf(simulation);
    if (excess !== undefined) {
      throw new InputError([{ file, message: `${excess}; stop it with --until, or take fewer pods` }]);
    }
  }
  loop.run(untilMs);
}

/** Plays up to an instant; returns whether more may happen after it. */
function playOn(simulation: Simulation, endMs: number): boolean {
  const { loop } = simulation;
  for (let next = loop.peek(); next !== undefined && next <= endMs; next = loop.peek()) {
    loop.step();
    if (simulation.deadEnd !== undefined) return false;
  }
  return true;
}
