/** `jobsim run`: reads, plays, prints. */

import { readRun } from "../../analysis/read-run.ts";
import { nearest } from "../../api/nearest.ts";
import { InputError } from "../../scenario/problem.ts";
import type { Environment } from "../environment.ts";
import { EXIT_INTERRUPTED, EXIT_JOB_FAILED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { type PlayedInput, playLoaded, printSkipped } from "./play-loaded.ts";
import { printRun } from "./print.ts";
import { FollowedFigures, printOutcomes } from "./quiet.ts";
import type { RunFlags } from "./run-flags.ts";

/**
 * Runs `jobsim run`.
 *
 * @param files paths, folders or patterns; - is standard input
 * @returns the exit code
 */
export async function executeRun(files: readonly string[], flags: RunFlags, environment: Environment): Promise<number> {
  let played: PlayedInput | undefined;
  const figures = new FollowedFigures(flags);
  try {
    played = await playLoaded(files, flags, environment, {
      explained: flags.explain === true,
      playing: (loaded) => figures.playing(loaded),
    });
  } catch (error) {
    return reportBadInput(error, environment);
  }
  if (played === undefined) return EXIT_INTERRUPTED;
  const missing = missingJob(played, figures.isFollowed ? undefined : flags.job);
  if (missing !== undefined) return reportBadInput(missing, environment);
  const outcomes = figures.outcomes();
  const summary =
    outcomes === undefined ? printRun(played, flags, environment) : printOutcomes(played, outcomes, environment);
  printSkipped(played.loaded, environment);
  return flags.exitStatus === true && summary.totals.complete < summary.totals.jobs ? EXIT_JOB_FAILED : EXIT_OK;
}

/** That there is no Job of the name that is asked for. */
function missingJob({ simulation }: PlayedInput, name: string | undefined): InputError | undefined {
  if (name === undefined) return undefined;
  const names = [...new Set(readRun(simulation).jobs.map((job) => job.name))];
  if (names.includes(name)) return undefined;
  const meant = nearest(name, names);
  const message = `no Job of that name in this run${meant === undefined ? "" : `; did you mean ${meant}?`}`;
  return new InputError([{ file: `--job ${name}`, message }]);
}
