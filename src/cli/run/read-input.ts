/** From the files of a command line to a loaded scenario. */

import { refusals } from "../../analysis/refusals.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import { InputError } from "../../scenario/problem.ts";
import type { Environment } from "../environment.ts";
import type { RunFlags } from "./run-flags.ts";

const STDIN = "-";
const STDIN_NAME = "<stdin>";

/**
 * Reads the files, several as if they were created together.
 *
 * @throws InputError with everything that is wrong, also with what the API server would refuse
 */
export async function readInput(
  files: readonly string[],
  flags: RunFlags,
  environment: Environment,
): Promise<LoadedScenario> {
  const overrides = parseFlags(flags);
  const texts = new Map<string, string>();
  for (const file of files) texts.set(nameOf(file), await readText(file, environment));
  const [first] = texts;
  if (first === undefined)
    throw new InputError([{ file: "jobsim run", message: "name a file, or - for standard input" }]);
  const [name, text] = first;
  const loaded =
    texts.size === 1
      ? loadScenario({ text, file: name, readFile: environment.readFile, flags: overrides })
      : loadScenario({
          text: scenarioOf([...texts.keys()]),
          file: "the command line",
          readFile: (path) => texts.get(path) ?? environment.readFile(path),
          flags: overrides,
        });
  const refused = refusals(loaded.jobs, loaded.plan);
  if (refused.length > 0) throw new InputError(refused);
  return loaded;
}

function nameOf(file: string): string {
  return file === STDIN ? STDIN_NAME : file;
}

async function readText(file: string, { readStdin, readFile }: Environment): Promise<string> {
  try {
    return file === STDIN ? await readStdin() : readFile(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const why = { ENOENT: "there is no such file", EISDIR: "is a directory; name the files in it" };
    const message =
      code === "ENOENT" || code === "EISDIR"
        ? why[code]
        : `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new InputError([{ file: nameOf(file), message }]);
  }
}

/** Several files are a scenario that creates what is in them; one that is a scenario itself is refused there. */
function scenarioOf(files: readonly string[]): string {
  const jobs = files.map((file) => ({ file }));
  return JSON.stringify({ apiVersion: "jobsim.dev/v1", kind: "Scenario", metadata: { name: files.join(" ") }, jobs });
}
