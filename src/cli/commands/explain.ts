/** `jobsim explain`: its flags and its help. What it does is in `../explain`, and loads when it runs. */

import type { ExplainFlags } from "../explain/execute.ts";
import type { CommandContext } from "../program.ts";

const EXAMPLES = `
Each line names the rule of the Job controller that decided, with its numbers; the controller says so itself where it
decides. All rules are in docs/rules.

Examples:
  jobsim explain sim-scenarios/always-failing.yaml
  jobsim explain sim-scenarios/poison-index.yaml --pod 3/1
  jobsim explain job.yaml --start never --until 1h --why-not     why is nothing happening?
  jobsim explain sim-scenarios/always-failing.yaml --at 30s --why-not
  jobsim explain backoff-of-job                                  what a rule says, since when, and where it comes from`;

/** Adds `jobsim explain`. */
export function addExplainCommand({ program, environment, exitWith }: CommandContext): void {
  program
    .command("explain")
    .summary("say which rule caused what, with the numbers")
    .description("Plays Job manifests, or a scenario file, and says why the Job controller did what it did.")
    .argument("<file...>", "Job manifests, a scenario, - for standard input; or the name of a rule")
    .optionsGroup("What is asked:")
    .option("--job <name>", "only this Job")
    .option("--pod <label>", "only what concerns this pod: index/attempt, or #ordinal")
    .option("--at <time>", "only what was decided until this moment")
    .option("--why-not", "why nothing more has happened: at the end of the run, or --at a moment")
    .optionsGroup("Pods (with a scenario: instead of its pods.default):")
    .option("--run <time>", "how long pods run, or forever (default: 10s)")
    .option("--exit <codes>", "exit code, or codes with chances: 0:95%,1:5% (default: 0)")
    .option("--start <time>", "from being scheduled to running, or never (default: 1s)")
    .option("--ready <time>", "from running to ready, or never (default: 0s)")
    .option("--schedule <time>", "from creation to being scheduled, or never (default: 0s)")
    .optionsGroup("Run:")
    .option("--seed <text>", "the luck of the run: the same seed gives the same run")
    .option("--kubernetes <release>", "the release to play, 1.25 to 1.36 (default: 1.36)")
    .option("--set <path=value>", "change a field of every Job; null removes it (repeatable)", collect)
    .option("--until <time>", "stop at this virtual time")
    .optionsGroup("Output:")
    .option("--no-color", "no colours; also where NO_COLOR is set, or the output is not a terminal")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: ExplainFlags) => {
      const { executeExplain } = await import("../explain/execute.ts");
      exitWith(await executeExplain(files, flags, environment));
    });
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
