/** `jobsim run`: reads, plays, prints. */

import type { RunAccount } from "../../analysis/read-run.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_CUT_SHORT, EXIT_INTERRUPTED, EXIT_JOB_FAILED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { type FollowedRun, RunFollower } from "./follow.ts";
import { missingJob } from "./missing-job.ts";
import { type PlayedInput, playLoaded, printMissing } from "./play-loaded.ts";
import { printRun } from "./print.ts";
import { printOutcomes } from "./print-outcomes.ts";
import type { RunFlags } from "./run-flags.ts";

/**
 * Runs `jobsim run`.
 *
 * @param files paths, folders or patterns; - is standard input
 * @returns the exit code
 */
export async function executeRun(files: readonly string[], flags: RunFlags, environment: Environment): Promise<number> {
  let played: PlayedInput | undefined;
  const follower = new RunFollower(flags);
  try {
    played = await playLoaded(files, flags, environment, {
      explained: flags.explain === true && flags.quiet !== true,
      playing: (loaded) => follower.playing(loaded),
    });
  } catch (error) {
    return reportBadInput(error, environment);
  }
  if (played === undefined) return EXIT_INTERRUPTED;
  const followed = follower.read(played.simulation);
  const names = jobsOf(followed)?.map((job) => job.name);
  const missing = names === undefined || flags.job === undefined ? undefined : missingJob(names, flags.job);
  if (missing !== undefined) return reportBadInput(missing, environment);
  const summary =
    followed.kind === "reading"
      ? printRun(played, followed.reading, flags, environment)
      : printOutcomes(played, followed, flags.job, environment);
  const isPart = printMissing(played, environment);
  if (played.ending === "full") return EXIT_CUT_SHORT;
  if (isPart) return EXIT_BAD_INPUT;
  return flags.exitStatus === true && summary.totals.complete < summary.totals.jobs ? EXIT_JOB_FAILED : EXIT_OK;
}

/** The Jobs that are known by name; nothing if those of CronJobs were let go. */
function jobsOf(followed: FollowedRun): RunAccount["jobs"] | undefined {
  if (followed.kind === "reading") return followed.reading.jobs;
  return followed.outcomes.cronJobs.length > 0 ? undefined : followed.outcomes.account.jobs;
}
