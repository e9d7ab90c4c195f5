/** Completion for fish. */

import type { CommandWords, OptionWords } from "./words.ts";

export function fishCompletion(commands: readonly CommandWords[]): string {
  const isFirst = "-n __fish_use_subcommand";
  return [
    "# Completion of jobsim for fish. Put this into ~/.config/fish/config.fish:",
    "#   jobsim completion fish | source",
    ...commands.map(({ name, description }) => `complete -c jobsim ${isFirst} -f -a ${name} -d '${description}'`),
    ...commands.flatMap(linesOf),
    "",
  ].join("\n");
}

function linesOf({ name, options, choices }: CommandWords): string[] {
  const inCommand = `complete -c jobsim -n '__fish_seen_subcommand_from ${name}'`;
  const words = choices.length === 0 ? [] : [`${inCommand} -f -a '${choices.join(" ")}'`];
  return [...words, ...options.map((option) => `${inCommand} ${optionOf(option)}`)];
}

function optionOf({ long, short, description, takesValue, choices }: OptionWords): string {
  return [
    `-l ${long.replace(/^--/, "")}`,
    ...(short === undefined ? [] : [`-s ${short.replace(/^-/, "")}`]),
    ...(takesValue ? ["-r"] : []),
    ...(choices.length === 0 ? [] : [`-f -a '${choices.join(" ")}'`]),
    `-d '${description}'`,
  ].join(" ");
}
