/** From the files of a command line to a loaded scenario. */

import { refusals } from "../../analysis/refusals.ts";
import { API_VERSION, SCENARIO_KIND } from "../../scenario/file-kinds.ts";
import { type FlagTexts, parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import { InputError } from "../../scenario/problem.ts";
import type { SkippedObject } from "../../scenario/skipped-objects.ts";
import type { Environment } from "../environment.ts";
import { readInputs } from "../read-inputs.ts";
import { type NamedText, TextFiles } from "../text-files.ts";

/**
 * Reads files, folders and patterns; several files as if they were created together.
 *
 * @throws InputError with everything that is wrong, also with what the API server would refuse
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
  const { texts: found, skipped, problems } = await readInputs(paths, files);
  if (problems.length > 0) throw new InputError(problems);
  const texts = found.length === 1 ? found : found.filter(({ foundScenario }) => foundScenario !== true);
  const scenarios = found.filter((text) => !texts.includes(text)).map((): SkippedObject => ({ kind: "Scenario" }));
  const [first] = texts;
  if (first === undefined) {
    const message = `holds ${scenarios.length} scenarios; name the one to play, or play all with jobsim test`;
    throw new InputError([{ file: paths.join(" "), message }]);
  }
  const readFile = (path: string) => files.known(path) ?? files.readNow(path);
  const loaded =
    texts.length === 1
      ? loadScenario({ text: first.text, file: first.name, readFile, flags: overrides })
      : loadScenario({ text: scenarioOf(texts, paths), file: "the command line", readFile, flags: overrides });
  const refused = refusals(loaded.workloads, loaded.plan);
  if (refused.length > 0) throw new InputError(refused);
  return { ...loaded, skipped: [...skipped, ...scenarios, ...loaded.skipped] };
}

/** Several files are a scenario that creates what is in them; one that is a scenario itself is refused there. */
function scenarioOf(texts: readonly NamedText[], paths: readonly string[]): string {
  const jobs = texts.map(({ name }) => ({ file: name }));
  return JSON.stringify({ apiVersion: API_VERSION, kind: SCENARIO_KIND, metadata: { name: paths.join(" ") }, jobs });
}
