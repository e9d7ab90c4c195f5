/** Joins parts of a sweep to the whole. */

import { IndexSet } from "../../api/index-set.ts";
import { InputError } from "../../scenario/problem.ts";
import { SweepRuns } from "./part.ts";
import type { SweepPart } from "./part-file.ts";
import { runsOfShard } from "./spec.ts";

/** A part, and the file or stream that it was read from. */
export interface NamedPart {
  readonly file: string;
  readonly part: SweepPart;
}

/**
 * Joins parts of one sweep.
 *
 * @param parts at least one, each with the name of its file
 * @returns the runs, the same as if one machine had computed them
 * @throws InputError if the parts belong to different sweeps, or runs are missing and `partial` is not set
 * @example
 * const part = parsePart("part-1.jsonl", readFileSync("part-1.jsonl", "utf8"));
 * console.log(sweepText(sweepSummary(mergeParts([{ file: "part-1.jsonl", part }]))).join("\n"));
 */
export function mergeParts(parts: readonly NamedPart[], partial = false): SweepRuns {
  const [first] = parts;
  if (first === undefined) throw new InputError([{ file: "jobsim merge", message: "name at least one part" }]);
  for (const { file, part } of parts) {
    if (part.key !== first.part.key) {
      const message = `is of another sweep than ${first.file}: scenario, cells, seeds or flags differ`;
      throw new InputError([{ file, message }]);
    }
  }
  const runs = new SweepRuns(first.part.spec);
  for (const { part } of parts) for (const done of part.done) runs.add(done);
  const missing = first.part.spec.cells.reduce((sum, _, cell) => sum + runs.missing(cell), 0);
  if (missing > 0 && !partial) {
    const message = `${missing} runs are missing${missingParts(parts, runs)}; add --partial to join what there is`;
    throw new InputError([{ file: "jobsim merge", message }]);
  }
  return runs;
}

/** Which parts are not there, and which are not complete. */
function missingParts(parts: readonly NamedPart[], runs: SweepRuns): string {
  const count = parts[0]?.part.shard.count ?? 0;
  const have = new Set(parts.map(({ part }) => part.shard.index));
  const indexes = Array.from({ length: count }, (_, i) => i + 1);
  const absent = indexes.filter((index) => !have.has(index));
  const begun = indexes.filter((index) => have.has(index) && !isComplete(index, count, runs));
  const sentences = [
    ...(absent.length === 0 ? [] : [`${partsOf(absent, count)} not here`]),
    ...(begun.length === 0 ? [] : [`${partsOf(begun, count)} not complete`]),
  ];
  return sentences.length === 0 ? "" : `: ${sentences.join(", and ")}`;
}

/** `parts 3-5,9 of 16 are`. */
function partsOf(indexes: readonly number[], count: number): string {
  const listed = new IndexSet();
  for (const index of indexes) listed.add(index);
  const [noun, verb] = indexes.length === 1 ? ["part", "is"] : ["parts", "are"];
  return `${noun} ${listed.format()} of ${count} ${verb}`;
}

function isComplete(index: number, count: number, runs: SweepRuns): boolean {
  const { spec } = runs;
  return spec.cells.every((_, cell) => {
    if (runs.missing(cell) === 0) return true;
    return runsOfShard(spec, cell, { index, count }, 0, spec.seeds).every((run) => runs.has(cell, run));
  });
}
