/** From the files of a command line to a loaded scenario. */

import { refusals } from "../../analysis/refusals.ts";
import { type FlagTexts, parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import { InputError } from "../../scenario/problem.ts";
import type { Environment } from "../environment.ts";
import { readOneInput } from "../one-input.ts";
import { TextFiles } from "../text-files.ts";

/**
 * Reads files, folders and patterns; several files as if they were created together.
 *
 * @throws InputError with everything that is wrong, including what the API server would refuse
 */
export async function readInput(
  paths: readonly string[],
  flags: FlagTexts,
  environment: Environment,
): Promise<LoadedScenario> {
  const overrides = parseFlags(flags);
  if (paths.length === 0) {
    throw new InputError([{ file: "jobsim run", message: "name a file or folder, or - for standard input" }]);
  }
  const files = new TextFiles(environment);
  const { name, text, skipped } = await readOneInput(paths, files);
  const loaded = loadScenario({ text, file: name, readFile: files.readNow, flags: overrides });
  const refused = refusals(loaded.workloads, loaded.plan);
  if (refused.length > 0) throw new InputError(refused);
  return { ...loaded, skipped: [...skipped, ...loaded.skipped] };
}
