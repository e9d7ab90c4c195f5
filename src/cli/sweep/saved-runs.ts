/** The file in which a sweep saves its runs, so that it can continue after an interrupt. */

import { appendFileSync, existsSync, readFileSync } from "node:fs";

import type { DoneRuns } from "../../analysis/sweep/part.ts";
import { parsePart, partHead, partLine } from "../../analysis/sweep/part-file.ts";
import { keyOf, type Shard, type SweepSpec } from "../../analysis/sweep/spec.ts";
import { InputError } from "../../scenario/problem.ts";
import { writeOutput } from "../write-output.ts";

export interface SavedRuns {
  /** What was done before. */
  readonly done: readonly DoneRuns[];
  add(done: DoneRuns): void;
}

/**
 * Opens the file for the runs of a sweep.
 *
 * @param there what happens to its content: it is reused, overwritten, or kept and the sweep refused
 * @throws InputError if it holds another sweep, or may not be overwritten
 */
export function openSavedRuns(
  file: string,
  spec: SweepSpec,
  shard: Shard,
  there: "resume" | "overwrite" | "refuse",
): SavedRuns {
  if (there === "refuse" && existsSync(file)) {
    const message = "already exists: add --resume to continue with its runs, or --force to overwrite it";
    throw new InputError([{ file, message }]);
  }
  const before = there === "resume" && existsSync(file) ? parsePart(file, readFileSync(file, "utf8")) : undefined;
  if (before !== undefined && (before.key !== keyOf(spec) || !isSame(before.shard, shard))) {
    const message =
      "holds another sweep: scenario or files that it reads, cells, seeds, flags or shard differ; name another file, or overwrite it with --force in place of --resume";
    throw new InputError([{ file, message }]);
  }
  // Written whole, because the last line of an interrupted sweep may be cut off.
  writeOutput(file, [partHead(spec, shard), ...(before?.done ?? []).map(partLine)].join(""));
  return { done: before?.done ?? [], add: (done) => appendFileSync(file, partLine(done)) };
}

function isSame(a: Shard, b: Shard): boolean {
  return a.index === b.index && a.count === b.count;
}
