/** Terminal sessions in the documentation: each `$ jobsim …` with the output shown below it. */

export interface ConsoleBlock {
  readonly command: readonly string[];
  /** Lines that must come in this order; `…` stands for any others. */
  readonly shown: readonly string[];
}

/** The sessions of a Markdown text that run jobsim alone: no pipes, nothing in the background, nothing to install. */
export function consoleBlocks(markdown: string): ConsoleBlock[] {
  const blocks: ConsoleBlock[] = [];
  for (const [, body = ""] of markdown.matchAll(/```console\n(.*?)```/gs)) {
    for (const session of body.split(/^\$ /m).slice(1)) {
      const [line = "", ...shown] = session.trimEnd().split("\n");
      const [program, ...command] = line.split(" ");
      if (program === "jobsim" && !/\||&$/.test(line)) blocks.push({ command, shown });
    }
  }
  return blocks;
}

/** The first line that is shown but does not come in the output after those before it. */
export function firstMissing(shown: readonly string[], output: string): string | undefined {
  const lines = output.split("\n");
  let from = 0;
  for (const line of shown) {
    if (line.trim() === "…") continue;
    const at = lines.findIndex((candidate, index) => index >= from && candidate.trimEnd() === line.trimEnd());
    if (at === -1) return line;
    from = at + 1;
  }
  return undefined;
}
