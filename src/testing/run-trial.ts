/** Plays one trial under the invariants. */

import { MOST_ENTRIES, MOST_EVENTS_AT_ONCE, tooLarge } from "../analysis/longest-run.ts";
import type { AnyKind } from "../api/kinds/kind.ts";
import type { LogEntry } from "../apiserver/log.ts";
import type { Decision } from "../controller/job/decisions.ts";
import { RestlessError } from "../engine/restless.ts";
import type { ChoiceListener } from "../simulation/choices/oracle.ts";
import type { StartControllers } from "../simulation/controllers/controllers.ts";
import type { ReconcileObserver } from "../simulation/controllers/reconcile-observer.ts";
import type { SimulationPlan } from "../simulation/plan.ts";
import { Simulation } from "../simulation/simulation.ts";
import { type Counts, effectOf } from "./effects.ts";
import { circumstancesOf } from "./invariants/circumstances.ts";
import type { Invariant, Violation } from "./invariants/invariant.ts";
import type { Tallies } from "./invariants/tally.ts";
import { Watcher } from "./invariants/watcher.ts";
import { restlessViolation } from "./restless/comes-to-rest.ts";
import { MostWritten } from "./restless/most-written.ts";
import { untilSettled } from "./settle.ts";

/** The result of a trial. */
export interface TrialOutcome {
  readonly violations: readonly Violation[];
  /** The whole log, if it was asked for. */
  readonly entries: readonly LogEntry[];
  /** Entries that the log had, kept or not. */
  readonly length: number;
  /** How often each invariant was armed, excused and broken. */
  readonly tallies: Tallies;
  /** What faults did. */
  readonly effects: Counts;
  /** Events of the virtual clock. */
  readonly events: number;
}

/** Options of a trial. */
export interface RunOptions {
  readonly invariants: readonly Invariant[];
  /** What runs in the controller manager; the built-in controllers by default. */
  readonly controllers?: StartControllers | undefined;
  /** Kinds of objects besides those of Kubernetes and of the trial, with their strategies. */
  readonly kinds?: readonly AnyKind[] | undefined;
  /** Keeps the log for readers, at the cost of time and memory. */
  readonly record?: boolean;
  /**
   * Called with the rule behind each decision of the Job controller, and how many entries the log had by then. If it is
   * absent, as in a check, the numbers of a decision are not even put together.
   */
  readonly onDecision?: ((decision: Decision, entry: number) => void) | undefined;
  /** Called with each choice of a trial that has a schedule. */
  readonly onChoice?: ChoiceListener | undefined;
  /** Looks on while custom controllers read and write. */
  readonly observer?: ReconcileObserver | undefined;
  /** Called with the run before it begins. */
  readonly onStart?: ((simulation: Simulation) => void) | undefined;
}

/**
 * Plays a trial to its end: safety first, then, with faults over, liveness. A trial in which the clock cannot move on
 * ends at that instant, with a violation that says so.
 */
export function runTrial(trial: SimulationPlan, options: RunOptions): TrialOutcome {
  const prepared = prepare(trial, options);
  try {
    prepared.simulation.run();
  } catch (error) {
    return concludeEarly(prepared, error);
  }
  return conclude(prepared);
}

/** As `runTrial`, for controllers written as async functions. */
export async function runTrialAsync(trial: SimulationPlan, options: RunOptions): Promise<TrialOutcome> {
  const prepared = prepare(trial, options);
  try {
    await prepared.simulation.runAsync();
  } catch (error) {
    return concludeEarly(prepared, error);
  }
  return conclude(prepared);
}

function prepare(trial: SimulationPlan, options: RunOptions) {
  const { invariants, controllers, kinds, record = false, onDecision, onChoice, onStart, observer } = options;
  const plan = untilSettled(trial);
  const simulation: Simulation = new Simulation(plan, {
    record: record ? "full" : "none",
    ...(controllers === undefined ? {} : { controllers }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(onChoice === undefined ? {} : { onChoice }),
    ...(observer === undefined ? {} : { observer }),
    ...(onDecision === undefined ? {} : { onDecision: (decision) => onDecision(decision, simulation.log.length) }),
  });
  simulation.loop.limitInstants(MOST_EVENTS_AT_ONCE);
  const watcher = new Watcher(invariants, circumstancesOf(plan));
  const effects = new Map<string, number>();
  const written = new MostWritten(controllers?.ownNames ?? []);
  simulation.log.follow((entry) => {
    const { length } = simulation.log;
    // Counting costs as much as an entry: usual runs are far from it.
    if (length > MOST_ENTRIES.trial / 2) written.see(entry);
    if (length > MOST_ENTRIES.trial) throw excess(simulation.loop.nowMs, written);
    const effect = effectOf(entry);
    if (effect !== undefined) effects.set(effect, (effects.get(effect) ?? 0) + 1);
    watcher.see(entry);
  });
  onStart?.(simulation);
  return { simulation, watcher, effects };
}

/** Why a run has too many entries. */
function excess(nowMs: number, { most }: MostWritten): Error {
  const message = tooLarge(MOST_ENTRIES.trial, "log entries", nowMs);
  if (most === undefined) return new Error(message);
  return new RestlessError(
    `${message}: ${most.what} ${most.times.toLocaleString("en")} times in the last half of them`,
    nowMs,
  );
}

type Prepared = ReturnType<typeof prepare>;

function conclude(prepared: Prepared): TrialOutcome {
  const { simulation, watcher } = prepared;
  const { plan, loop } = simulation;
  simulation.close();
  watcher.ledger.busy = loop.pending > 0;
  watcher.end(plan.untilMs ?? loop.nowMs);
  return outcomeOf(prepared);
}

/** What should hold in the end is not judged in an instant that has none. */
function concludeEarly(prepared: Prepared, error: unknown): TrialOutcome {
  if (!(error instanceof RestlessError)) throw error;
  const { simulation, watcher } = prepared;
  simulation.close();
  watcher.violations.push(restlessViolation(error, simulation.log.length));
  return outcomeOf(prepared);
}

function outcomeOf({ simulation, watcher, effects }: Prepared): TrialOutcome {
  const { loop, log } = simulation;
  const { entries, length } = log;
  return { violations: watcher.violations, tallies: watcher.tallies, effects, entries, length, events: loop.executed };
}
