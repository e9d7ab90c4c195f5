/** `jobsim run --quiet` with CronJobs: what happened to them and of other Jobs, of a run that is not kept. */

import { followOutcomes, type RunOutcomes } from "../../analysis/follow-outcomes.ts";
import { Repetition } from "../../analysis/repeats/repetition.ts";
import type { RunSummary } from "../../analysis/summary.ts";
import { figuresText, latenessText } from "../../report/cron-jobs/figures-text.ts";
import { outcomeText } from "../../report/summary-text.ts";
import type { LoadedScenario } from "../../scenario/load.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { Environment } from "../environment.ts";
import type { PlayOptions } from "./play.ts";
import type { PlayedInput } from "./play-loaded.ts";
import { remarks } from "./remarks.ts";
import type { RunFlags } from "./run-flags.ts";

/** The figures of a run, if nothing else is asked for. */
export class FollowedFigures {
  readonly #isQuiet: boolean;
  /** Programs of others may do something else whenever they like. */
  readonly #mayRepeat: boolean;
  #read: (() => RunOutcomes) | undefined;

  constructor({ quiet, go = [] }: RunFlags) {
    this.#isQuiet = quiet === true;
    this.#mayRepeat = go.length === 0;
  }

  /** A schedule makes Jobs for as long as it is played: a quiet run keeps nothing of them. */
  playing({ cronJobs }: LoadedScenario): PlayOptions {
    if (!this.#isQuiet || cronJobs.length === 0) return {};
    return { record: "none", begin: (simulation) => this.#follow(simulation) };
  }

  #follow(simulation: Simulation): Repetition | undefined {
    const read = followOutcomes(simulation);
    this.#read = read;
    if (!this.#mayRepeat) return undefined;
    const repetition = new Repetition(simulation, read);
    this.#read = () => repetition.outcomes();
    return repetition;
  }

  get isFollowed(): boolean {
    return this.#read !== undefined;
  }

  /** Of a run that has ended and was followed. */
  outcomes(): RunOutcomes | undefined {
    return this.#read?.();
  }
}

/** Prints a line for each CronJob, and for each Job that has none. */
export function printOutcomes(
  played: PlayedInput,
  { jobs, cronJobs, summary }: RunOutcomes,
  { stdout, stderr }: Environment,
): RunSummary {
  const lines = [
    ...jobs.map((job) => `${job.namespace}/${job.name}: ${outcomeText(job)}`),
    ...cronJobs.map(({ namespace, name, figures }) => {
      const lateness = latenessText(figures);
      return `${namespace}/${name}: ${figuresText(figures)}${lateness === "" ? "" : `; ${lateness}`}`;
    }),
  ];
  stdout.write(lines.map((line) => `${line}\n`).join(""));
  const notes = remarks(played, summary);
  stderr.write(notes.map((note) => `note: ${note}\n`).join(""));
  return summary;
}
