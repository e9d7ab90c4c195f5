/** `jobsim sweep`: its flags and its help. What it does is in `../sweep`, and loads when it runs. */

import { type Command, InvalidArgumentError, Option } from "commander";
import type { Shard } from "../../analysis/sweep/spec.ts";
import type { CommandContext } from "../command-context.ts";
import { SWEEP_FORMATS, type SweepFlags } from "../sweep/sweep-flags.ts";
import { collect, parseCount, parseWorkers } from "./flag-values.ts";
import { addManifestOptions } from "./manifest-options.ts";
import { addSameOptions } from "./same-options.ts";

const EXAMPLES = `
What varies is a parameter of the scenario, a pod flag (run, exit, start, ready, schedule, until), a field of every
Job (spec.backoffLimit) or a key of the scenario (controllerManager.kubeAPIQPS). Values follow =, separated by
commas, or by | if they contain commas themselves; 0..6 are whole numbers. Every cell runs with the same seeds, so
cells differ by what varies and not by chance. The result does not depend on workers, shards or interrupts.

Exit codes: 0 done; 2 something is wrong with the input; 130 stopped by Ctrl-C; 70 a bug in jobsim.

Examples:
  jobsim sweep job.yaml --exit 0:95%,1:5% --vary spec.backoffLimit=0,2,6,20 --seeds 1000
  jobsim sweep nightly.yaml --vary failRate=1,2,5 --vary 'run=30s|lognormal:median=30s,p95=2m' --html sweep.html
  jobsim sweep nightly.yaml --vary memory=uniform:1..64 --sample 50 --until-ci 2%
  jobsim sweep nightly.yaml --seeds 100000 --save runs.jsonl          continue with --resume after Ctrl-C
  jobsim sweep nightly.yaml --seeds 100000 --shard 3/16 --save part-3.jsonl && jobsim merge part-*.jsonl
  jobsim sweep nightly.yaml --seeds 100000 --emit-manifest 16 | kubectl apply -f -
                                                                      on a cluster (jobsim help sweep-on-kubernetes)`;

/** Adds `jobsim sweep`. */
export function registerSweep({ program, environment, exitWith }: CommandContext): void {
  const command = program
    .command("sweep")
    .description("Plays a scenario with many seeds for each combination of parameters, and shows what to expect.")
    .argument("<file...>", "a scenario, or Job manifests, folders or patterns of them; - is standard input")
    .optionsGroup("What varies:")
    .option("--vary <name=values>", "a parameter and its values (repeatable: every combination is a cell)", collect)
    .option("--cell <settings>", 'one more cell, such as "spec.backoffLimit=2 run=30s" (repeatable)', collect)
    .option("--sample <n>", "draw this many combinations instead of taking all", parseCount)
    .option("--seeds <n>", "runs of each cell", parseCount, 100)
    .option("--first-seed <n>", "the first seed; the others follow", parseCount, 1)
    .option(
      "--until-ci <share>",
      "stop a cell once its success rate is known to this precision, such as 2%",
      parseShare,
    )
    .optionsGroup("The same in all cells:")
    .option("--set <path=value>", "change a field of every Job, or a key of the scenario (repeatable)", collect)
    .option("--param <name=value>", "change a parameter of the scenario (repeatable)", collect);
  addSameOptions(command, "The same in all cells:")
    .optionsGroup("Work:")
    .option("--workers <n>", "threads (default: one for each processor)", parseWorkers)
    .option("--save <file>", "save the runs to this file; - prints them in place of the table")
    .option("--resume", "continue with the runs in the file of --save")
    .option("--force", "start over if the file of --save exists")
    .option("--shard <i/n>", "compute the i-th of n parts, from 1; jobsim merge joins them", parseShard);
  addManifestOptions(command);
  addSweepOutput(command)
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: SweepFlags) => {
      const { executeSweep } = await import("../sweep/execute.ts");
      exitWith(await executeSweep(files, flags, environment));
    });
}

/** Adds the flags of what `sweep` and `merge` print. */
export function addSweepOutput(command: Command): Command {
  return command
    .optionsGroup("Output:")
    .addOption(new Option("-o, --output <format>", "what is printed").choices(SWEEP_FORMATS).default("text"))
    .option("--html <file>", "write a self-contained page with charts")
    .option("--no-color", "no colours; also if NO_COLOR is set, or the output is not a terminal");
}

/** Reads `2%` or `0.02`. */
function parseShare(text: string): number {
  const [, number, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const share = Number(number) / (percent === "%" ? 100 : 1);
  if (share > 0 && share < 1) return share;
  throw new InvalidArgumentError("Write a share such as 2% or 0.02.");
}

function parseShard(text: string): Shard {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new InvalidArgumentError("Write a part and how many there are, such as 3/16; the first is 1/16.");
}
