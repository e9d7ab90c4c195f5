/** Plays one trial under the eyes of the invariants. */

import type { LogEntry } from "../apiserver/log.ts";
import type { StartControllers } from "./controllers/controllers.ts";
import { circumstancesOf } from "./invariants/circumstances.ts";
import type { Invariant, Violation } from "./invariants/invariant.ts";
import { Watcher } from "./invariants/watcher.ts";
import { planOf, type Trial } from "./trial.ts";
import { World } from "./world.ts";

/** What came of a trial. */
export interface Outcome {
  readonly violations: readonly Violation[];
  /** The whole log, where it was asked for. */
  readonly entries: readonly LogEntry[];
  /** Entries that the log had, kept or not. */
  readonly length: number;
  /** Events of the virtual clock. */
  readonly events: number;
}

export interface RunOptions {
  readonly invariants: readonly Invariant[];
  /** What runs in the controller manager; the built-in controllers by default. */
  readonly controllers?: StartControllers | undefined;
  /** Keeps the log for readers; it costs time and memory. */
  readonly record?: boolean;
}

/** Plays a trial to its end: safety first, then, with faults over, liveness. */
export function runTrial(trial: Trial, options: RunOptions): Outcome {
  const { world, watcher } = prepare(trial, options);
  world.run();
  return conclude(world, watcher);
}

/** As `runTrial`, for controllers written as async functions. */
export async function runTrialAsync(trial: Trial, options: RunOptions): Promise<Outcome> {
  const { world, watcher } = prepare(trial, options);
  await world.runAsync();
  return conclude(world, watcher);
}

function prepare(trial: Trial, { invariants, controllers, record = false }: RunOptions) {
  const plan = planOf(trial);
  const world = new World(plan, {
    record: record ? "full" : "none",
    ...(trial.disturbances === undefined ? {} : { disturbances: trial.disturbances }),
    ...(controllers === undefined ? {} : { controllers }),
  });
  const watcher = new Watcher(invariants, circumstancesOf(plan, trial.disturbances));
  world.log.follow((entry) => watcher.see(entry));
  return { world, watcher };
}

function conclude({ plan, loop, log }: World, watcher: Watcher): Outcome {
  watcher.ledger.busy = loop.pending > 0;
  watcher.end(plan.untilMs ?? loop.nowMs);
  const { entries, length } = log;
  return { violations: watcher.violations, entries, length, events: loop.executed };
}
