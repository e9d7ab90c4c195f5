/** `jobsim completion`: a script that lets a shell complete commands, options and their choices. */

import { Argument } from "commander";
import type { CommandContext } from "../command-context.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

const EXAMPLES = `
Examples:
  source <(jobsim completion bash)          in ~/.bashrc
  source <(jobsim completion zsh)           in ~/.zshrc, after compinit
  jobsim completion fish | source           in ~/.config/fish/config.fish`;

/** Adds `jobsim completion`; it completes whatever commands the program has. */
export function addCompletionCommand({ program, environment }: CommandContext): void {
  program
    .command("completion")
    .description("Prints a script that lets bash, zsh or fish complete the commands and options of jobsim.")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText("after", EXAMPLES)
    .action(async (shell: (typeof SHELLS)[number]) => {
      const { wordsOf } = await import("../completion/words.ts");
      const { bashCompletion } = await import("../completion/bash.ts");
      const { zshCompletion } = await import("../completion/zsh.ts");
      const { fishCompletion } = await import("../completion/fish.ts");
      const write = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }[shell];
      environment.stdout.write(write(wordsOf(program)));
    });
}
