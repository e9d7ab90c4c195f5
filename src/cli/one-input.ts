/** The files of a command line as one scenario: several files count as created together. */

import { API_VERSION, SCENARIO_KIND } from "../scenario/file-kinds.ts";
import { InputError } from "../scenario/problem.ts";
import type { SkippedObject } from "../scenario/skipped-objects.ts";
import { type Inputs, type InputText, readInputs } from "./read-inputs.ts";
import type { NamedText, TextFiles } from "./text-files.ts";

/** How a scenario is called that is not in a file; the paths in it are relative to the current folder. */
const COMMAND_LINE = "<command line>";

/** A text that loads as one scenario, and what was found next to it. */
export interface OneInput extends NamedText {
  readonly skipped: readonly SkippedObject[];
}

/**
 * Reads files, folders and patterns.
 *
 * @param paths one file is taken as it is; of several, a scenario is made that creates what is in them
 * @param files reads them, and keeps the text of every file that the scenario names
 * @throws InputError with everything that cannot be read, and for a folder that holds nothing but several scenarios
 */
export async function readOneInput(paths: readonly string[], files: TextFiles): Promise<OneInput> {
  const inputs = await readInputs(paths, files);
  if (inputs.problems.length > 0) throw new InputError(inputs.problems);
  return joinInputs(inputs, paths);
}

/**
 * Makes one scenario of what was read.
 *
 * @param without names of files to leave out
 * @throws InputError for a folder that holds nothing but several scenarios
 */
export function joinInputs(
  { texts: found, clusterObjects, skipped }: Inputs,
  paths: readonly string[],
  without: ReadonlySet<string> = new Set(),
): OneInput {
  const candidates = found.length === 1 ? found : manifestsAmong(found);
  const texts = candidates.filter(({ name }) => !without.has(name));
  const scenarios = passedOver(found, candidates);
  const [first] = texts;
  if (first === undefined) {
    const message = `holds ${scenarios.length} scenarios; name the one to play, or play all with jobsim test`;
    throw new InputError([{ file: paths.join(" "), message }]);
  }
  // A scenario says itself what its cluster is.
  const left = texts.some(({ scenario }) => scenario !== undefined) ? clusterObjects : [];
  const beside = [...skipped, ...scenarios, ...left.flatMap(({ objects }) => objects)];
  const cluster = clusterObjects.filter((text) => !left.includes(text) && !without.has(text.name));
  const taken = [...texts, ...cluster];
  const one = taken.length === 1 ? first : { name: COMMAND_LINE, text: scenarioOf(taken, paths) };
  return { name: one.name, text: one.text, skipped: beside };
}

/** The texts that were named, and the manifests found in folders: not the scenarios that merely lie there. */
export function manifestsAmong(found: readonly InputText[]): readonly InputText[] {
  return found.filter(({ scenario }) => scenario !== "found");
}

/** The scenarios that were found and not used. */
export function passedOver(found: readonly InputText[], taken: readonly InputText[]): readonly SkippedObject[] {
  return found.filter((text) => !taken.includes(text)).map((): SkippedObject => ({ kind: "Scenario" }));
}

/** Several files become a scenario that creates what is in them; a file that is itself a scenario is refused there. */
function scenarioOf(texts: readonly NamedText[], paths: readonly string[]): string {
  const jobs = texts.map(({ name }) => ({ file: name }));
  return JSON.stringify({ apiVersion: API_VERSION, kind: SCENARIO_KIND, metadata: { name: paths.join(" ") }, jobs });
}
