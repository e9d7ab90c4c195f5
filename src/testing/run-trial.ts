/** Plays one trial under the eyes of the invariants. */

import { MOST_ENTRIES, tooLarge } from "../analysis/longest-run.ts";
import type { AnyKind } from "../api/kinds/kind.ts";
import type { LogEntry } from "../apiserver/log.ts";
import type { Decision } from "../controller/job/rules.ts";
import type { ChoiceListener } from "../simulation/choices/oracle.ts";
import type { StartControllers } from "../simulation/controllers/controllers.ts";
import type { SimulationPlan } from "../simulation/plan.ts";
import { Simulation } from "../simulation/simulation.ts";
import { circumstancesOf } from "./invariants/circumstances.ts";
import type { Invariant, Violation } from "./invariants/invariant.ts";
import { Watcher } from "./invariants/watcher.ts";
import { untilSettled } from "./settle.ts";

/** What came of a trial. */
export interface TrialOutcome {
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
  /** Kinds of objects besides those of Kubernetes and of the trial, with strategies of their own. */
  readonly kinds?: readonly AnyKind[] | undefined;
  /** Keeps the log for readers; it costs time and memory. */
  readonly record?: boolean;
  /**
   * Told the rule behind each decision of the Job controller, and how many entries the log had by then. Where nobody
   * listens, as in a check, not even the numbers of a decision are put together.
   */
  readonly onDecision?: ((decision: Decision, entry: number) => void) | undefined;
  /** Told each choice of a trial that has a schedule. */
  readonly onChoice?: ChoiceListener | undefined;
  /** Called with the run before it begins. */
  readonly onStart?: ((simulation: Simulation) => void) | undefined;
}

/** Plays a trial to its end: safety first, then, with faults over, liveness. */
export function runTrial(trial: SimulationPlan, options: RunOptions): TrialOutcome {
  const { simulation, watcher } = prepare(trial, options);
  simulation.run();
  return conclude(simulation, watcher);
}

/** As `runTrial`, for controllers written as async functions. */
export async function runTrialAsync(trial: SimulationPlan, options: RunOptions): Promise<TrialOutcome> {
  const { simulation, watcher } = prepare(trial, options);
  await simulation.runAsync();
  return conclude(simulation, watcher);
}

function prepare(trial: SimulationPlan, options: RunOptions) {
  const { invariants, controllers, kinds, record = false, onDecision, onChoice, onStart } = options;
  const plan = untilSettled(trial);
  const simulation: Simulation = new Simulation(plan, {
    record: record ? "full" : "none",
    ...(controllers === undefined ? {} : { controllers }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(onChoice === undefined ? {} : { onChoice }),
    ...(onDecision === undefined ? {} : { onDecision: (decision) => onDecision(decision, simulation.log.length) }),
  });
  const watcher = new Watcher(invariants, circumstancesOf(plan));
  simulation.log.follow((entry) => {
    if (simulation.log.length > MOST_ENTRIES.trial) {
      throw new Error(tooLarge(MOST_ENTRIES.trial, "log entries", simulation.loop.nowMs));
    }
    watcher.see(entry);
  });
  onStart?.(simulation);
  return { simulation, watcher };
}

function conclude(simulation: Simulation, watcher: Watcher): TrialOutcome {
  const { plan, loop, log } = simulation;
  simulation.close();
  watcher.ledger.busy = loop.pending > 0;
  watcher.end(plan.untilMs ?? loop.nowMs);
  const { entries, length } = log;
  return { violations: watcher.violations, entries, length, events: loop.executed };
}
