/** `jobsim run`: reads, plays, prints. */

import type { Decision } from "../../controller/job/rules.ts";
import { formatDuration } from "../../scenario/duration.ts";
import type { LoadedScenario } from "../../scenario/load.ts";
import { formatProblem, InputError } from "../../scenario/problem.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_INTERRUPTED, EXIT_JOB_FAILED, EXIT_OK } from "../exit-codes.ts";
import { play } from "./play.ts";
import { printRun } from "./print.ts";
import { readInput } from "./read-input.ts";
import type { RunFlags } from "./run-flags.ts";

/**
 * Runs `jobsim run`.
 *
 * @param files paths, or - for standard input
 * @returns the exit code
 */
export async function executeRun(files: readonly string[], flags: RunFlags, environment: Environment): Promise<number> {
  const { stderr } = environment;
  let loaded: LoadedScenario;
  try {
    loaded = await readInput(files, flags, environment);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    stderr.write(`${error.format()}\n`);
    return EXIT_BAD_INPUT;
  }
  for (const warning of loaded.warnings) stderr.write(`warning: ${formatProblem(warning)}\n`);
  const decisions: Decision[] = [];
  const onDecision = (decision: Decision) => decisions.push(decision);
  const played = await play(loaded.plan, environment, flags.explain === true ? { onDecision } : {});
  if (played.ending === "interrupted") {
    stderr.write(`interrupted at virtual time ${formatDuration(played.simulation.loop.nowMs)}\n`);
    return EXIT_INTERRUPTED;
  }
  const summary = await printRun(played, loaded, flags, environment, decisions);
  return flags.exitStatus === true && summary.totals.complete < summary.totals.jobs ? EXIT_JOB_FAILED : EXIT_OK;
}
