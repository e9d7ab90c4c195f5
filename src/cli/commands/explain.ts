/** `jobsim explain`: its flags and its help. What it does is in `../explain`, and loads when it runs. */

import { Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import { EXPLAIN_FORMATS, type ExplainFlags } from "../explain/explain-flags.ts";
import { addRunOptions } from "./run-options.ts";

const EXAMPLES = `
With --why-not it says for each Job what holds it back (the API server, in its own words; the controller, scheduler or
kubelet; a node, a queue, a user), since when, what would end that, and when that happens in this run; if nothing holds it
back any more, what did so for the longest. Otherwise each line names the rule of the Job controller that decided, with its
numbers, as reported by the controller. Below are what the API server refused, since which releases these rules hold, and
what the release that is played does differently from the newest one. jobsim help rules lists all rules.

For a CronJob, --why-not says why it did not run at one of its scheduled times: that of --at in its time zone
(02:00, 2026-10-25 02:00, 2026-10-25T02:00Z, or 90m into the run), or the latest at which something went wrong.

Examples:
  jobsim explain sim-scenarios/always-failing.yaml
  jobsim explain sim-scenarios/poison-index.yaml --pod 3/1
  jobsim explain job.yaml --start never --until 1h --why-not     why is nothing happening?
  jobsim explain sim-scenarios/always-failing.yaml --at 30s --why-not
  jobsim explain sim-scenarios/nightly-backup.yaml --at 06:00 --why-not     why did it not run at 06:00?
  jobsim explain sim-scenarios/always-failing.yaml --kubernetes 1.28
  jobsim explain backoff-of-job                                  what a rule says, since when, and where it comes from
  jobsim explain waits-for-termination --kubernetes 1.28 -o json`;

/** Adds `jobsim explain`. */
export function addExplainCommand({ program, environment, exitWith }: CommandContext): void {
  addRunOptions(
    program
      .command("explain")
      .description("Plays Job manifests, or a scenario file, and says why the Job controller did what it did.")
      .argument("<file...>", "Job manifests, a scenario, - for standard input; or the name of a rule")
      .optionsGroup("What is asked:")
      .option("--job <name>", "only this Job or CronJob")
      .option("--pod <label>", "only this pod: index/attempt, or #ordinal")
      .option("--at <time>", "only decisions up to this moment: 90m, or 02:00 as clock time")
      .option("--why-not", "why nothing more has happened: at the end of the run, or --at a moment"),
  )
    .optionsGroup("Output:")
    .addOption(new Option("-o, --output <format>", "what is printed").choices(EXPLAIN_FORMATS).default("text"))
    .option("--no-color", "no colours; also if NO_COLOR is set, or the output is not a terminal")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: ExplainFlags) => {
      const { executeExplain } = await import("../explain/execute.ts");
      exitWith(await executeExplain(files, flags, environment));
    });
}
