/** `jobsim replay`: its flags and its help. What it does is in `../replay`, and loads when it runs. */

import type { CommandContext } from "../command-context.ts";
import { addGoOptions } from "../go/go-flags.ts";
import type { ReplayFlags } from "../replay/execute.ts";
import { PATIENCE, parsePatience } from "./flag-values.ts";

const HELP = `
Exit codes: 0 nothing is violated any more; 1 the violation of the file; 3 another violation; 2 the file is wrong.

Examples:
  jobsim replay jobsim-violation.json
  jobsim replay jobsim-violation.json --module queue.mjs       what was found with your own controller
  jobsim replay jobsim-violation.json --html violation.html    the run as a page, with its faults and the moment marked`;

/** Adds `jobsim replay`. */
export function registerReplay({ program, environment, exitWith }: CommandContext): void {
  const command = program
    .command("replay")
    .description("Plays a replay file up to the violation that it was written for, and shows what happens.")
    .argument("<file>", "replay file (JSON or YAML); - is standard input")
    .option("--html <file>", "write a self-contained page of the run with its faults and the violation")
    .option("--module <file>", "the module with the controllers that the check used")
    .option("--invariants <file>", "the module with the invariants that the check used")
    .option("--patience <seconds>", PATIENCE, parsePatience);
  addGoOptions(command)
    .addHelpText("after", HELP)
    .action(async (file: string, flags: ReplayFlags) => {
      const { executeReplay } = await import("../replay/execute.ts");
      exitWith(await executeReplay(file, flags, environment));
    });
}
