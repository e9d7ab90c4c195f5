/** What a sweep leaves out: the notes on the Jobs of its cells. */

import { parseFlags } from "../../scenario/flags.ts";
import { loadScenario } from "../../scenario/load.ts";
import { fieldNotes } from "../field-classes/notes.ts";
import { readerOf } from "./other-files.ts";
import { withSettings } from "./setting.ts";
import type { SweepSpec } from "./spec.ts";

/** How many cells are checked: what a Job leaves out hardly differs between them. */
const CELLS_READ = 20;

/**
 * The notes of the cells, each once; those of the first cells if there are many.
 *
 * @param spec with the texts of all files that its scenario reads
 */
export function sweepNotes(spec: SweepSpec): readonly string[] {
  const { file, text, files = {}, flags, cells } = spec;
  const readFile = readerOf(file, files);
  const notes = cells
    .slice(0, CELLS_READ)
    .flatMap((cell) =>
      fieldNotes(loadScenario({ text, file, readFile, flags: parseFlags(withSettings(flags, cell)) })),
    );
  return [...new Set(notes)];
}
