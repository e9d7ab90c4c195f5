/** The page of all commands: what each says for `--help`. */

import { COMMANDS } from "../src/cli/command-list.ts";
import type { Environment } from "../src/cli/environment.ts";
import { runProgram } from "../src/cli/program.ts";
import type { GeneratedFile } from "./generated-file.ts";

const HEAD = `# Commands

What \`jobsim COMMAND --help\` prints. How to use them for a question of yours: the pages under
[docs/how-to](../how-to/predict-before-submitting.md).
`;

export async function cliReference(): Promise<GeneratedFile> {
  const names = COMMANDS.map(({ usage }) => usage.split(" ")[0] ?? "");
  const sections: string[] = [HEAD];
  for (const name of names) sections.push(`## ${name}\n\n\`\`\`text\n${(await helpOf(name)).trimEnd()}\n\`\`\`\n`);
  return { path: "docs/reference/cli.md", text: sections.join("\n") };
}

async function helpOf(name: string): Promise<string> {
  const chunks: string[] = [];
  const output = {
    isTerminal: false,
    write: (chunk: string) => {
      chunks.push(chunk);
    },
  };
  const environment: Environment = {
    stdout: output,
    stderr: output,
    readStdin: () => Promise.resolve(""),
    readFile: () => "",
    wallMs: () => 0,
    nowMs: () => 0,
    breathe: () => Promise.resolve(),
    interrupted: new AbortController().signal,
    variables: { noColor: true, debug: false },
  };
  await runProgram([name, "--help"], environment, "");
  return chunks.join("");
}
