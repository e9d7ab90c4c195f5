/** The command line: which commands there are, and how any of them ends. Heavy libraries load only when one runs. */

import { Command, CommanderError } from "commander";
import type { CommandContext } from "./command-context.ts";
import { COMMANDS } from "./command-list.ts";
import type { Environment } from "./environment.ts";
import { EXIT_BAD_INPUT, EXIT_OK } from "./exit-codes.ts";
import { errorJson } from "./input-error.ts";
import { reportInternalError } from "./internal-error.ts";

const DESCRIPTION = `A wind tunnel for Kubernetes Jobs: plays a Job, its controller and its
pods on a virtual clock, exactly as Kubernetes would, the same on every run.`;

const EXAMPLES = `
Examples:
  jobsim run job.yaml                                   what would this Job do, if all goes well?
  jobsim run job.yaml --run 5m --exit 0:90%,1:10%       … with pods that take 5m and fail one time in ten?
  jobsim run sim-scenarios/flaky-pods.yaml --seed 2     play a scenario with another seed`;

/** What all other commands have. */
const COMPLETION = "completion";

/** Help looks the same everywhere. */
const HELP_COLUMNS = 100;

/**
 * Runs one command line.
 *
 * @param args without the names of node and the script
 * @param version of the package
 * @returns the exit code
 */
export async function runProgram(args: readonly string[], world: Environment, version: string): Promise<number> {
  const environment = asksForJson(args) ? { ...world, jsonErrors: true } : world;
  let code = EXIT_OK;
  const program = await buildProgram(args, environment, version, (exitCode) => {
    code = exitCode;
  });
  if (args.length === 0) {
    program.outputHelp();
    return EXIT_OK;
  }
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    // Commander has already printed what is wrong; asking for help ends here too, with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_BAD_INPUT;
    return reportInternalError(error, args, environment);
  }
}

async function buildProgram(
  words: readonly string[],
  environment: Environment,
  version: string,
  exitWith: (code: number) => void,
): Promise<Command> {
  const { stdout, stderr } = environment;
  const program = new Command("jobsim")
    .description(DESCRIPTION)
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help; also: jobsim COMMAND --help")
    .helpCommand(false)
    .addHelpText("after", EXAMPLES)
    .showHelpAfterError(environment.jsonErrors === true ? false : "Run with --help to see what is possible.")
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => write(environment.jsonErrors === true ? usageJson(text) : text),
      getOutHelpWidth: () => HELP_COLUMNS,
      getErrHelpWidth: () => HELP_COLUMNS,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  await addCommands(words, { program, environment, exitWith });
  return program;
}

/** Adds the commands that are among the words with all they have, and the others as their line in the help. */
async function addCommands(words: readonly string[], context: CommandContext): Promise<void> {
  const isAsked = (name: string) => words.includes(name) || words.includes(COMPLETION);
  for (const { usage, summary, load } of COMMANDS) {
    const [name = ""] = usage.split(" ");
    if (isAsked(name)) (await load())(context);
    else context.program.command(usage);
    context.program.commands.at(-1)?.summary(summary);
  }
}

/** Whether a command is asked for JSON, in any spelling of the flag. */
function asksForJson(args: readonly string[]): boolean {
  return args.some((arg, i) => {
    if (/^(?:-o|--output=)jsonl?$/.test(arg)) return true;
    return /^jsonl?$/.test(arg) && (args[i - 1] === "-o" || args[i - 1] === "--output");
  });
}

function usageJson(text: string): string {
  return errorJson({ kind: "usage", message: text.trim().replace(/^error: /, "") });
}
