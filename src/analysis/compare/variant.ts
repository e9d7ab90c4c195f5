/** What is compared: one scenario with changes, or several scenarios. */

import { type FlagTexts, parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import { InputError, type Problem } from "../../scenario/problem.ts";
import { refusals } from "../refusals.ts";

/** A scenario under a name. */
export interface Variant {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly flags: FlagTexts;
}

/**
 * Loads what is to be compared.
 *
 * @param readFile reads what the scenarios refer to
 * @throws InputError with everything that is wrong in any of them
 * @example
 * const [loaded] = loadVariants([{ name: "narrow", file, text, flags: { set: ["spec.parallelism=1"] } }], readFile);
 */
export function loadVariants(
  variants: readonly Variant[],
  readFile: (path: string) => string,
): readonly LoadedScenario[] {
  const problems = new Map<string, Problem>();
  const loaded = variants.flatMap(({ file, text, flags }) => {
    try {
      const scenario = loadScenario({ text, file, readFile, flags: parseFlags(flags) });
      const refused = refusals(scenario.workloads, scenario.plan);
      if (refused.length > 0) throw new InputError(refused);
      return [scenario];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const problem of error.problems) problems.set(JSON.stringify(problem), problem);
      return [];
    }
  });
  if (problems.size > 0) throw new InputError([...problems.values()]);
  return loaded;
}
