/** `jobsim merge`: its flags and its help. */

import type { CommandContext } from "../command-context.ts";
import type { MergeFlags } from "../sweep/sweep-flags.ts";
import { addSweepOutput } from "./sweep.ts";

const EXAMPLES = `
Parts come from jobsim sweep --shard i/n --save FILE, or are printed by the pods of jobsim sweep --emit-manifest. Joined,
they print what one machine would have printed.

Exit codes: 0 done; 2 the parts do not belong together, or one is missing; 70 a bug in jobsim.

Examples:
  jobsim merge part-*.jsonl
  jobsim merge part-*.jsonl --output csv --html sweep.html
  kubectl logs --selector job-name=sweep-nightly --tail=-1 | jobsim merge -`;

/** Adds `jobsim merge`. */
export function registerMerge({ program, environment, exitWith }: CommandContext): void {
  const command = program
    .command("merge")
    .description("Joins parts of a sweep that were computed on several machines, and prints the whole.")
    .argument("<file...>", "files that jobsim sweep --save wrote, or logs of its pods; - is standard input")
    .option("--partial", "join what is there even if runs are missing");
  addSweepOutput(command)
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: MergeFlags) => {
      const { executeMerge } = await import("../sweep/merge.ts");
      exitWith(await executeMerge(files, flags, environment));
    });
}
