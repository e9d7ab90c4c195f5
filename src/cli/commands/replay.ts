/** `jobsim replay`: plays a replay file of `jobsim check` to the violation that it was written for. */

import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_OK } from "../exit-codes.ts";
import type { CommandContext } from "../program.ts";

/** The violation is there again, in the same words at the same time. */
const EXIT_SAME = 1;
/** Something is violated, and not as the file says. */
const EXIT_OTHER = 3;

const HELP = `
Exit codes: 0 nothing is violated any more; 1 the violation of the file; 3 another violation; 2 the file is wrong.

Example:
  jobsim replay jobsim-violation.json`;

/** Adds `jobsim replay`. */
export function registerReplay({ program, environment, exitWith }: CommandContext): void {
  program
    .command("replay")
    .description("Plays a replay file to the violation that it was written for, and tells what happens.")
    .argument("<file>", "replay file (JSON or YAML); - is standard input")
    .addHelpText("after", HELP)
    .action(async (file: string) => {
      exitWith(await executeReplay(file, environment));
    });
}

async function executeReplay(file: string, environment: Environment): Promise<number> {
  const { stdout, stderr } = environment;
  const text = await read(file, environment);
  if (text === undefined) return EXIT_BAD_INPUT;
  const { parseReplay, replay } = await import("../../testing/replay.ts");
  const parsed = parseReplay(text);
  if ("problems" in parsed) {
    for (const problem of parsed.problems) stderr.write(`${file}: ${problem}\n`);
    return EXIT_BAD_INPUT;
  }
  const { verdict, violations, story } = replay(parsed);
  if (verdict === "none") {
    stdout.write(`nothing is violated; the file was written for ${parsed.expected.invariant}\n`);
    return EXIT_OK;
  }
  const told =
    verdict === "same" ? violations.filter(({ invariant }) => invariant === parsed.expected.invariant) : violations;
  stdout.write(`${story.join("\n")}\n\n`);
  for (const { invariant, timeMs, message } of told) stdout.write(`${invariant} at ${timeMs} ms: ${message}\n`);
  if (verdict === "same") return EXIT_SAME;
  stdout.write(`The file was written for ${parsed.expected.invariant}: ${parsed.expected.message}\n`);
  return EXIT_OTHER;
}

async function read(file: string, { readFile, readStdin, stderr }: Environment): Promise<string | undefined> {
  try {
    return file === "-" ? await readStdin() : readFile(file);
  } catch (error) {
    stderr.write(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}
