/** What can be completed, read from the commands themselves. */

import type { Command } from "commander";

export interface OptionWords {
  readonly long: string;
  readonly short: string | undefined;
  readonly description: string;
  /** A value follows. */
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  /** What the first argument may be; empty if it is a file. */
  readonly choices: readonly string[];
}

/** The commands of a program with their options. */
export function wordsOf(program: Command): CommandWords[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: plain(command.summary() === "" ? command.description() : command.summary()),
    options: [
      ...command.options
        .filter(({ hidden, long }) => !hidden && long !== undefined)
        .map(({ long = "", short, description, required, optional, argChoices = [] }) => ({
          long,
          short,
          description: plain(description),
          takesValue: required || optional,
          choices: argChoices,
        })),
      { long: "--help", short: "-h", description: "show help", takesValue: false, choices: [] },
    ],
    choices: command.registeredArguments[0]?.argChoices ?? [],
  }));
}

/** Text without the characters that the quotes of a shell would stumble over. */
function plain(text: string): string {
  return text.replaceAll(/['"`\\$[\]]/g, "").replaceAll(/\s+/g, " ");
}
