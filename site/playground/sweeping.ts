/** Plays the text under many seeds, and reports while it goes on. */

import { playMeasured } from "../../src/analysis/measures.ts";
import { load } from "./playing.ts";
import type { Source, SweepAnswer } from "./protocol.ts";

/** Runs between two reports of a sweep. */
const RUNS_PER_REPORT = 10;

export function* sweptAnswers(source: Source, seeds: number): Generator<SweepAnswer> {
  const loaded = load(source);
  const makespansMs: number[] = [];
  let complete = 0;
  for (let run = 1; run <= seeds; run++) {
    const { measures } = playMeasured(loaded.planFor(String(run)));
    if (measures.success) complete++;
    if (measures.makespanMs !== undefined) makespansMs.push(measures.makespanMs);
    if (run % RUNS_PER_REPORT === 0 || run === seeds) {
      yield { kind: "swept", done: run, of: seeds, complete, makespansMs: [...makespansMs] };
    }
  }
}
