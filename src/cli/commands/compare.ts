/** `jobsim compare`: its flags and its help. What it does is in `../compare`, and loads when it runs. */

import { Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import { COMPARE_FORMATS, type CompareFlags } from "../compare/compare-flags.ts";
import { collect, parseCount, parseWorkers } from "./flag-values.ts";
import { addSameOptions } from "./same-options.ts";

const EXAMPLES = `
One file is compared with itself changed by --set and --param, or by each --variant; several files or folders are
compared with the first. All other flags apply to each variant.
All have the same seed: random values of a pod (by Job, index and attempt) are the same, so any difference comes
from the change.

Exit codes: 0 done; 2 something is wrong with the input; 130 stopped by Ctrl-C; 70 a bug in jobsim.

Examples:
  jobsim compare job.yaml --set spec.backoffLimit=2 --exit 0:90%,1:10%
  jobsim compare job.yaml --set spec.parallelism=10 --html compared.html
  jobsim compare nightly.yaml --variant spec.podReplacementPolicy=Failed --variant "spec.parallelism=20 run=1m"
  jobsim compare old.yaml new.yaml --run lognormal:median=30s,p95=2m --seeds 1000`;

/** Adds `jobsim compare`. */
export function registerCompare({ program, environment, exitWith }: CommandContext): void {
  const command = program
    .command("compare")
    .description("Plays variants of a Job or scenario with the same seed, and shows how and where they diverge.")
    .argument("<file...>", "scenarios, Job manifests, or folders of them; - is standard input")
    .optionsGroup("What differs:")
    .option(
      "--variant <settings>",
      'a variant of one file, such as "spec.backoffLimit=2 run=30s" (repeatable)',
      collect,
    )
    .option("--set <path=value>", "change a field of every Job, or a key of the scenario (repeatable)", collect)
    .option("--param <name=value>", "change a parameter of the scenario (repeatable)", collect);
  addSameOptions(command, "The same in all variants:")
    .optionsGroup("Run:")
    .option("--seed <text>", "the seed of all runs; with --seeds the first of them")
    .option("--seeds <n>", "play this many seeds, and show the paired differences with their intervals", parseCount)
    .option("--workers <n>", "threads (default: one for each processor)", parseWorkers)
    .optionsGroup("Output:")
    .addOption(new Option("-o, --output <format>", "what is printed").choices(COMPARE_FORMATS).default("text"))
    .option("--html <file>", "write a self-contained page of two runs on one time axis")
    .option("--no-color", "no colours; also if NO_COLOR is set, or the output is not a terminal")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: CompareFlags) => {
      const { executeCompare } = await import("../compare/execute.ts");
      exitWith(await executeCompare(files, flags, environment));
    });
}
