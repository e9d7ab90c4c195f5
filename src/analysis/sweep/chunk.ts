/** Some runs of one cell, as a worker thread plays them. */

import { readFileSync } from "node:fs";

import { type FlagTexts, parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import { measurePlayed, playToEnd, type RunMeasures } from "../measures.ts";

export interface ChunkInput {
  readonly file: string;
  readonly text: string;
  readonly flags: FlagTexts;
  readonly seeds: readonly string[];
}

export interface ChunkResult {
  /** One for each seed. */
  readonly runs: readonly RunMeasures[];
  /** How much work it was. */
  readonly events: number;
}

/** The scenario that was loaded last: chunks of one cell follow each other. */
let last: { readonly key: string; readonly loaded: LoadedScenario } | undefined;

/** Plays a scenario under each of some seeds. */
export function playChunk({ file, text, flags, seeds }: ChunkInput): ChunkResult {
  const loaded = loadOnce(file, text, flags);
  let events = 0;
  const runs = seeds.map((seed) => {
    const simulation = playToEnd(loaded.planFor(seed));
    events += simulation.loop.executed;
    return measurePlayed(simulation);
  });
  return { runs, events };
}

function loadOnce(file: string, text: string, flags: FlagTexts): LoadedScenario {
  const key = JSON.stringify([file, text, flags]);
  if (last?.key === key) return last.loaded;
  const readFile = (path: string) => readFileSync(path, "utf8");
  const loaded = loadScenario({ text, file, readFile, flags: parseFlags(flags) });
  last = { key, loaded };
  return loaded;
}
