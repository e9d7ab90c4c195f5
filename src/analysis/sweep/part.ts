/** Runs of a sweep that are done, as they are saved to files and put together again. */

import type { RunMeasures } from "../measures.ts";
import { wilsonInterval } from "../statistics.ts";
import { keyOf, ROUND, type SweepSpec } from "./spec.ts";

/** Runs of one cell. */
export interface DoneRuns {
  readonly cell: number;
  /** Numbers of the runs, from 0. */
  readonly runs: readonly number[];
  readonly measures: readonly RunMeasures[];
}

/** All runs of a sweep that are known, by cell and number. */
export class SweepRuns {
  readonly spec: SweepSpec;
  readonly key: string;
  readonly #cells: (RunMeasures | undefined)[][];
  readonly #stops = new Map<number, number>();
  #size = 0;

  constructor(spec: SweepSpec) {
    this.spec = spec;
    this.key = keyOf(spec);
    this.#cells = spec.cells.map(() => []);
  }

  /** How many runs are known. */
  get size(): number {
    return this.#size;
  }

  add({ cell, runs, measures }: DoneRuns): void {
    const known = this.#cells[cell];
    if (known === undefined) return;
    for (const [i, run] of runs.entries()) {
      if (run >= this.spec.seeds) continue;
      if (known[run] === undefined) this.#size++;
      known[run] = measures[i];
    }
  }

  has(cell: number, run: number): boolean {
    return this.#cells[cell]?.[run] !== undefined;
  }

  /** The runs of a cell that count, in the order of their seeds: up to where it was precise enough. */
  of(cell: number): readonly RunMeasures[] {
    const runs = this.#cells[cell] ?? [];
    const end = this.stopOf(cell) ?? this.spec.seeds;
    return runs.slice(0, end).filter((run) => run !== undefined);
  }

  /** After how many runs a cell was precise enough, if it was: the first round for which all earlier runs show that. */
  stopOf(cell: number): number | undefined {
    const { untilCi, seeds } = this.spec;
    if (untilCi === undefined) return undefined;
    const known = this.#stops.get(cell);
    if (known !== undefined) return known;
    const runs = this.#cells[cell] ?? [];
    let successes = 0;
    for (let i = 0; i < seeds; i++) {
      const run = runs[i];
      if (run === undefined) return undefined;
      if (run.success) successes++;
      if ((i + 1) % ROUND !== 0) continue;
      const { low, high } = wilsonInterval(successes, i + 1);
      if ((high - low) / 2 > untilCi) continue;
      this.#stops.set(cell, i + 1);
      return i + 1;
    }
    return undefined;
  }

  /** How many runs of a cell are still to come. */
  missing(cell: number): number {
    const end = this.stopOf(cell) ?? this.spec.seeds;
    return end - this.of(cell).length;
  }
}
