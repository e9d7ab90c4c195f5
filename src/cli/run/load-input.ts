/** Loads what is to be played; of several files, those that cannot be played are left out. */

import { refusals } from "../../analysis/refusals.ts";
import { type FlagTexts, parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import { InputError, type Problem } from "../../scenario/problem.ts";
import type { Environment } from "../environment.ts";
import { joinInputs } from "../one-input.ts";
import { type Inputs, readInputs } from "../read-inputs.ts";
import { TextFiles } from "../text-files.ts";

export interface LoadedInput {
  readonly loaded: LoadedScenario;
  /** What is wrong with the files that were left out. */
  readonly leftOut: readonly Problem[];
}

/**
 * Reads files, folders and patterns; several files as if they were created together.
 *
 * @throws InputError with everything that is wrong, including what the API server would refuse, if nothing is left to
 * play without the files that it is wrong with
 */
export async function loadInput(
  paths: readonly string[],
  flags: FlagTexts,
  environment: Environment,
): Promise<LoadedInput> {
  const overrides = parseFlags(flags);
  if (paths.length === 0) {
    throw new InputError([{ file: "jobsim run", message: "name a file or folder, or - for standard input" }]);
  }
  const files = new TextFiles(environment);
  const inputs = await readInputs(paths, files);
  const leftOut = [...inputs.problems];
  const without = new Set<string>();
  if (leftOut.some(({ file }) => !mayBeLeftOut(file, inputs, without))) throw new InputError(leftOut);
  for (;;) {
    try {
      const { name, text, skipped } = joinInputs(inputs, paths, without);
      const loaded = loadScenario({ text, file: name, readFile: files.readNow, flags: overrides });
      const refused = refusals(loaded.workloads, loaded.plan);
      if (refused.length > 0) throw new InputError(refused);
      return { loaded: { ...loaded, skipped: [...skipped, ...loaded.skipped] }, leftOut: leftOut };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      leftOut.push(...error.problems);
      if (error.problems.some(({ file }) => !mayBeLeftOut(file, inputs, without))) {
        throw new InputError(leftOut);
      }
      for (const { file } of error.problems) without.add(file);
    }
  }
}

/**
 * Whether a file has Jobs and others are left to play. What a scenario or an object says of the cluster would change
 * their run.
 */
function mayBeLeftOut(file: string, { texts, problems }: Inputs, without: ReadonlySet<string>): boolean {
  if (!texts.some(({ name }) => name !== file && !without.has(name))) return false;
  const manifests = texts.filter(({ scenario }) => scenario !== "named");
  return [...manifests.map(({ name }) => name), ...problems.map((one) => one.file)].includes(file);
}
