/** `jobsim help`: help of commands, and the pages of the docs. */

import type { CommandContext } from "../command-context.ts";

const EXAMPLES = `
Examples:
  jobsim help                      all commands and topics
  jobsim help lint                 the same as jobsim lint --help
  jobsim help how-many-nodes       a page of the docs
  jobsim help JS101                what a finding of jobsim lint means
  jobsim help releases#errorretry  one section of a page`;

/** Adds `jobsim help`, in place of the command of the same name that commander has. */
export function addHelpCommand({ program, environment, exitWith }: CommandContext): void {
  program
    .command("help")
    .description("Prints the help of a command, or a page of the docs that came with this version.")
    .argument("[topic]", "a command, or a topic; without one, the list of all")
    .addHelpText("after", EXAMPLES)
    .action(async (topic: string | undefined) => {
      const { executeHelp } = await import("../help/execute.ts");
      exitWith(executeHelp(topic, program, environment));
    });
}
