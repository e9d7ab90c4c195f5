/** Finds what is wrong with a sweep before any of it is played. */

import { parseFlags } from "../../scenario/flags.ts";
import { loadScenario } from "../../scenario/load.ts";
import { InputError, type Problem } from "../../scenario/problem.ts";
import { refusals } from "../refusals.ts";
import { FileCollector } from "./other-files.ts";
import { withSettings } from "./setting.ts";
import type { SweepSpec } from "./spec.ts";

/** How many cells are tried; every value is in one of them, unless there are more values than this. */
const MOST_TRIED = 500;

/**
 * Loads one cell for each value of the sweep, because loading the whole grid would take too long.
 *
 * @param readFile reads what the scenario refers to
 * @returns the sweep with all files that it reads, so that it depends on nothing else
 * @throws InputError with everything that is wrong, each once
 * @example
 * const spec = checkSweep({ file, text, flags: {}, cells: [[]], seeds: 100, firstSeed: 1 }, readFile);
 */
export function checkSweep(spec: SweepSpec, readFile: (path: string) => string): SweepSpec {
  const { file, text, flags, cells } = spec;
  const collector = new FileCollector(file, readFile);
  const problems = new Map<string, Problem>();
  for (const cell of cellsToTry(cells)) {
    for (const problem of problemsOf(() => {
      const loaded = loadScenario({
        text,
        file,
        readFile: collector.read,
        flags: parseFlags(withSettings(flags, cell)),
      });
      return refusals(loaded.workloads, loaded.plan);
    })) {
      problems.set(JSON.stringify([problem.file, problem.line, problem.path, problem.message]), problem);
    }
  }
  if (problems.size > 0) throw new InputError([...problems.values()]);
  return { ...spec, files: collector.files };
}

function cellsToTry(cells: SweepSpec["cells"]): SweepSpec["cells"] {
  const seen = new Set<string>();
  return cells
    .filter((cell, i) => {
      const fresh = cell.map(({ name, value }) => `${name}=${value}`).filter((text) => !seen.has(text));
      for (const text of fresh) seen.add(text);
      return i === 0 || fresh.length > 0;
    })
    .slice(0, MOST_TRIED);
}

function problemsOf(find: () => readonly Problem[]): readonly Problem[] {
  try {
    return find();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
