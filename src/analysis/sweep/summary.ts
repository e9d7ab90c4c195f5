/** From the runs of a sweep to what is reported about each cell. */

import { NUMBERS, type NumberName, type RunMeasures } from "../measures.ts";
import { type Estimate, quantileInterval, wilsonInterval } from "../statistics.ts";
import type { Cell } from "./cells.ts";
import type { SweepRuns } from "./part.ts";

/** Shares of the runs whose quantiles are shown. */
export const PERCENTILES = [5, 50, 95] as const;
/** The name of a percentile. */
export type Percentile = `p${(typeof PERCENTILES)[number]}`;

/** The percentiles of a distribution. */
export type Percentiles = { readonly [P in Percentile]: Estimate };

/** What is known about one cell. */
export interface CellSummary {
  readonly settings: Cell;
  /** Runs that count. */
  readonly runs: number;
  /** Runs that are missing because the sweep was interrupted. */
  readonly missing: number;
  /** Stopped early, because it was precise enough. */
  readonly stopped: boolean;
  readonly successes: number;
  /** The probability that all Jobs complete; absent without runs. */
  readonly success?: Estimate;
  /** Of the runs that have the number: a run that did not end has no makespan. */
  readonly numbers: { readonly [N in NumberName]?: Percentiles & { readonly runs: number } };
}

/** The results of a sweep. */
export interface SweepSummary {
  /** Names that vary, in order. */
  readonly names: readonly string[];
  readonly seeds: number;
  readonly firstSeed: number;
  readonly cells: readonly CellSummary[];
}

/**
 * Sums up a sweep, or as much of it as is done.
 *
 * @example
 * for (const { settings, success } of sweepSummary(runs).cells) console.log(settings, success?.value);
 */
export function sweepSummary(runs: SweepRuns): SweepSummary {
  const { cells, seeds, firstSeed } = runs.spec;
  const names = [...new Set(cells.flatMap((cell) => cell.map(({ name }) => name)))];
  return { names, seeds, firstSeed, cells: cells.map((settings, cell) => summarizeCell(settings, cell, runs)) };
}

function summarizeCell(settings: Cell, cell: number, all: SweepRuns): CellSummary {
  const runs = all.of(cell);
  const successes = runs.filter(({ success }) => success).length;
  return {
    settings,
    runs: runs.length,
    missing: all.missing(cell),
    stopped: all.stopOf(cell) !== undefined && runs.length < all.spec.seeds,
    successes,
    ...(runs.length === 0 ? {} : { success: wilsonInterval(successes, runs.length) }),
    numbers: Object.fromEntries(
      NUMBERS.flatMap((name) => {
        const percentiles = percentilesOf(runs, name);
        return percentiles === undefined ? [] : [[name, percentiles] as const];
      }),
    ),
  };
}

function percentilesOf(runs: readonly RunMeasures[], name: NumberName) {
  const values = runs.flatMap((run) => run[name] ?? []).sort((a, b) => a - b);
  if (values.length === 0) return undefined;
  const [p5, p50, p95] = [0.05, 0.5, 0.95].map((share) => quantileInterval(values, share));
  return p5 === undefined || p50 === undefined || p95 === undefined ? undefined : { p5, p50, p95, runs: values.length };
}
