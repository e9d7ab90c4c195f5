/** Everything that the outcome of a sweep depends on. */

import { createHash } from "node:crypto";

import type { FlagTexts } from "../../scenario/flags.ts";
import type { Cell } from "./cells.ts";
import type { OtherFiles } from "./other-files.ts";

/** A sweep. */
export interface SweepSpec {
  /** The name of the scenario in messages; paths in it are relative to its folder. */
  readonly file: string;
  readonly text: string;
  /** Texts of all other files that the scenario reads, by path relative to its folder; see `checkSweep`. */
  readonly files?: OtherFiles | undefined;
  /** The same in all cells. */
  readonly flags: FlagTexts;
  readonly cells: readonly Cell[];
  /** Runs of each cell: seeds `firstSeed`, `firstSeed + 1`, … are the same in all cells. */
  readonly seeds: number;
  readonly firstSeed: number;
  /** A cell stops when half the width of the interval of its success rate is at most this share. */
  readonly untilCi?: number | undefined;
}

/** A part of a sweep: the `index`-th of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** A sweep in one part. */
export const WHOLE: Shard = { index: 1, count: 1 };

/** Runs between two checks of whether a cell is precise enough. */
export const ROUND = 100;

/** Identifies a sweep: parts with the same key belong together. */
export function keyOf(spec: SweepSpec): string {
  const { text, files = {}, flags, cells, seeds, firstSeed, untilCi } = spec;
  // Flags in a fixed order, because a part that was read back may have them in another.
  const ordered = Object.entries(flags)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const others = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = JSON.stringify([text, others, ordered, cells, seeds, firstSeed, untilCi ?? null]);
  return createHash("sha256").update(all).digest("hex").slice(0, 16);
}

/**
 * Which runs of a cell a shard computes, by their number from 0, among those
 * from `from` to before `to`. A cell that may stop early belongs to one shard.
 */
export function runsOfShard(
  { untilCi }: Pick<SweepSpec, "untilCi">,
  cell: number,
  { index, count }: Shard,
  from: number,
  to: number,
): readonly number[] {
  if (untilCi !== undefined && cell % count !== index - 1) return [];
  const runs = Array.from({ length: to - from }, (_, i) => from + i);
  return untilCi === undefined ? runs.filter((run) => run % count === index - 1) : runs;
}

/** The seed of a run. */
export function seedOf({ firstSeed }: Pick<SweepSpec, "firstSeed">, run: number): string {
  return String(firstSeed + run);
}
