/** Some runs of one cell, as a worker thread plays them. */

import { readFileSync } from "node:fs";

import { type FlagTexts, parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import { InputError, type Problem } from "../../scenario/problem.ts";
import { playMeasured, type RunMeasures } from "../measures.ts";
import { type OtherFiles, readerOf } from "./other-files.ts";

export interface ChunkInput {
  readonly file: string;
  readonly text: string;
  /** What else the scenario reads; from the disk where absent. */
  readonly files?: OtherFiles | undefined;
  readonly flags: FlagTexts;
  readonly seeds: readonly string[];
}

export interface ChunkResult {
  /** One for each seed. */
  readonly runs: readonly RunMeasures[];
  /** How much work it was. */
  readonly events: number;
}

/** A result, or why there is none: plain data, as an error that comes from a thread has lost its class. */
export type ChunkOutcome = ChunkResult | { readonly problems: readonly Problem[] };

/** The scenario that was loaded last: chunks of one cell follow each other. */
let last: { readonly input: Loading; readonly loaded: LoadedScenario } | undefined;

type Loading = Omit<ChunkInput, "seeds">;

/** Plays a scenario under each of some seeds, as a worker does. */
export function playChunk(input: ChunkInput): ChunkOutcome {
  try {
    return played(input);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { problems: error.problems };
  }
}

function played({ seeds, ...input }: ChunkInput): ChunkResult {
  const loaded = loadOnce(input);
  let events = 0;
  const runs = seeds.map((seed) => {
    const run = playMeasured(loaded.planFor(seed));
    events += run.events;
    return run.measures;
  });
  return { runs, events };
}

function loadOnce(input: Loading): LoadedScenario {
  if (last !== undefined && isSame(last.input, input)) return last.loaded;
  const { file, text, files, flags } = input;
  const readFile = files === undefined ? (path: string) => readFileSync(path, "utf8") : readerOf(file, files);
  const loaded = loadScenario({ text, file, readFile, flags: parseFlags(flags) });
  last = { input, loaded };
  return loaded;
}

function isSame(a: Loading, b: Loading): boolean {
  if (a.file !== b.file || a.text !== b.text || JSON.stringify(a.flags) !== JSON.stringify(b.flags)) return false;
  const [one, other] = [Object.entries(a.files ?? {}), Object.entries(b.files ?? {})];
  if ((a.files === undefined) !== (b.files === undefined) || one.length !== other.length) return false;
  return one.every(([name, text]) => b.files?.[name] === text);
}
