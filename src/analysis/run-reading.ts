/** What reports read of a run, in one pass over its log: while it is written, or afterwards. */

import type { LogEntry } from "../apiserver/log.ts";
import { LogDigest } from "../simulation/digest.ts";
import type { Simulation } from "../simulation/simulation.ts";
import type { Transition } from "./changes/transition.ts";
import { type ReadingOptions, TransitionReader } from "./changes/transitions.ts";
import { type NodesRead, StayReader } from "./cluster/stays.ts";
import type { CronJobLife } from "./cron-jobs/cron-run.ts";
import { CronJobReader } from "./cron-jobs/read-cron-jobs.ts";
import { FleetReader } from "./fleet/fleet.ts";
import { endOf, type RunAccount, RunReader } from "./read-run.ts";

/** What reports say of a run besides its transitions. */
export interface RunFigures extends RunAccount, NodesRead {
  readonly cronJobs: readonly CronJobLife[];
  readonly fleet: FleetReader;
  readonly digest: string;
}

/** All that reports say of a run. */
export interface RunReading extends RunFigures {
  readonly transitions: readonly Transition[];
}

/**
 * Reads the log of a run, which must have been recorded in full (the default).
 *
 * @example
 * const { digest, transitions } = readForReports(simulate(plan));
 */
export function readForReports(simulation: Simulation, options: ReadingOptions = {}): RunReading {
  const reader = new ReportReader(simulation, options);
  for (const entry of simulation.log.entries) reader.read(entry);
  return reader.reading();
}

/**
 * Reads the log of a run while it is written, so that none of it must be kept.
 *
 * @param simulation that has not begun to run
 * @returns gives what was read once the run has ended
 */
export function followForReports(simulation: Simulation, options: ReadingOptions = {}): () => RunReading {
  const reader = new ReportReader(simulation, options);
  simulation.log.showTo((entry) => reader.read(entry));
  return () => reader.reading();
}

class ReportReader {
  readonly #figures: FiguresReader;
  readonly #transitions: TransitionReader;

  constructor(simulation: Simulation, options: ReadingOptions) {
    this.#figures = new FiguresReader(simulation);
    this.#transitions = new TransitionReader(simulation, options);
  }

  read(entry: LogEntry): void {
    this.#figures.read(entry);
    this.#transitions.read(entry);
  }

  reading(): RunReading {
    return { ...this.#figures.figures(), transitions: this.#transitions.found };
  }
}

/** Reads everything but the transitions, for readers that need not keep all of these. */
export class FiguresReader {
  readonly #simulation: Simulation;
  readonly #run: RunReader;
  readonly #cronJobs: CronJobReader;
  readonly #stays: StayReader;
  readonly #fleet = new FleetReader();
  readonly #digest = new LogDigest();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#run = new RunReader(simulation.identities);
    this.#cronJobs = new CronJobReader(simulation.plan.epochMs, true);
    this.#stays = new StayReader(simulation.plan);
  }

  read(entry: LogEntry): void {
    this.#run.read(entry);
    this.#cronJobs.read(entry);
    this.#stays.read(entry);
    this.#fleet.read(entry);
    this.#digest.read(entry);
  }

  figures(): RunFigures {
    const endMs = endOf(this.#simulation);
    return {
      endMs,
      jobs: this.#run.jobs,
      cronJobs: this.#cronJobs.result(endMs),
      ...this.#stays.until(this.#simulation.loop.nowMs),
      fleet: this.#fleet,
      digest: this.#digest.hex,
    };
  }
}
