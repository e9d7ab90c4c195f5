/** Plays a sweep over worker threads, which get plans and read no files. */

import { readFileSync } from "node:fs";

import { parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import { type Breathe, openPool, type Pool } from "../parallel/pool.ts";
import { workersThatPay } from "../parallel/workers-that-pay.ts";
import { readerOf } from "./other-files.ts";
import { type DoneRuns, SweepRuns } from "./part.ts";
import { withSettings } from "./setting.ts";
import { ROUND, runsOfShard, type Shard, type SweepSpec, seedOf, WHOLE } from "./spec.ts";

/** Events in a chunk that is worth sending to a worker: 5 ms of work or more. */
const EVENTS_PER_CHUNK = 10_000;
const FIRST_CHUNK = 4;
const LARGEST_CHUNK = 1_000;
/** Chunks in flight for each worker, so that none has to wait for the next. */
const CHUNKS_PER_WORKER = 2;

/** Options of `runSweep`. */
export interface SweepOptions {
  /** Threads at most: none is started that has too little to do to pay for its start. */
  readonly workers: number;
  /** The part to compute; everything if absent. */
  readonly shard?: Shard;
  /** Runs that are already known. */
  readonly done?: readonly DoneRuns[];
  /** Called with runs as they finish, in any order. */
  readonly onDone?: (done: DoneRuns, runs: SweepRuns) => void;
  /** Once it is aborted, no further chunk is started. */
  readonly signal?: AbortSignal;
  /** Gives the process a chance to see signals, between chunks that run in this thread. */
  readonly breathe?: Breathe;
}

interface Chunk {
  readonly cell: number;
  readonly runs: readonly number[];
}

/**
 * Plays a sweep. The result depends only on the spec, not on workers, chunks or shards.
 *
 * @returns the runs that are done; all of the shard unless the signal stopped it
 * @throws InputError for a scenario that cannot be played
 * @example
 * const runs = await runSweep(spec, { workers: 4 });
 * console.log(sweepSummary(runs));
 */
export async function runSweep(spec: SweepSpec, options: SweepOptions): Promise<SweepRuns> {
  const runs = new SweepRuns(spec);
  for (const done of options.done ?? []) runs.add(done);
  const here = await openPool(1, options.breathe);
  const lanes = new Lanes(runs, options);
  const eventsLeft = options.workers === 1 ? 0 : await lanes.playFirst(here);
  const workers = workersThatPay(options.workers, eventsLeft);
  const pool = workers === 1 ? here : await openPool(workers, options.breathe);
  try {
    // Rounds only matter if cells may stop between them.
    const round = spec.untilCi === undefined ? spec.seeds : ROUND;
    for (let from = 0; from < spec.seeds; from += round) {
      await lanes.play(pool, from, Math.min(from + round, spec.seeds));
    }
  } finally {
    await pool.close();
  }
  return runs;
}

class Lanes {
  readonly #runs: SweepRuns;
  readonly #options: SweepOptions;
  #chunkSize = FIRST_CHUNK;
  #eventsPerRun = 0;
  /** The cell that was loaded last: chunks of one cell follow each other. */
  #last: { readonly cell: number; readonly loaded: LoadedScenario } | undefined;

  constructor(runs: SweepRuns, options: SweepOptions) {
    this.#runs = runs;
    this.#options = options;
  }

  /**
   * Plays a first chunk.
   *
   * @returns how many events the others have, if they are like these
   */
  async playFirst(pool: Pool): Promise<number> {
    const { spec } = this.#runs;
    const { shard = WHOLE, signal } = this.#options;
    const [first] = this.#chunks(0, spec.seeds);
    if (first === undefined || signal?.aborted === true) return 0;
    await this.#playChunk(pool, first);
    return (this.#eventsPerRun * (spec.cells.length * spec.seeds)) / shard.count - this.#eventsPerRun * this.#runs.size;
  }

  /** Plays the runs `from` to `to` of every cell that needs them. */
  async play(pool: Pool, from: number, to: number): Promise<void> {
    const chunks = this.#chunks(from, to);
    const lane = async () => {
      for (const chunk of chunks) {
        if (this.#options.signal?.aborted === true) return;
        await this.#playChunk(pool, chunk);
      }
    };
    const lanes = pool.workers === 1 ? 1 : pool.workers * CHUNKS_PER_WORKER;
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  /** Made on demand: their size is learnt from earlier ones. */
  *#chunks(from: number, to: number): Generator<Chunk> {
    const { spec } = this.#runs;
    const { shard = WHOLE } = this.#options;
    for (let cell = 0; cell < spec.cells.length; cell++) {
      if (this.#runs.stopOf(cell) !== undefined) continue;
      const wanted = runsOfShard(spec, cell, shard, from, to).filter((run) => !this.#runs.has(cell, run));
      for (let at = 0; at < wanted.length; ) {
        const size = this.#chunkSize;
        yield { cell, runs: wanted.slice(at, at + size) };
        at += size;
      }
    }
  }

  async #playChunk(pool: Pool, { cell, runs }: Chunk): Promise<void> {
    const { spec } = this.#runs;
    const { planFor } = this.#loaded(cell);
    const plans = runs.map((run) => planFor(seedOf(spec, run)));
    const { runs: measures, events } = await pool.playChunk({ plans });
    this.#eventsPerRun = Math.max(1, events / runs.length);
    this.#chunkSize = Math.min(Math.max(1, Math.round(EVENTS_PER_CHUNK / this.#eventsPerRun)), LARGEST_CHUNK);
    const done = { cell, runs, measures };
    this.#runs.add(done);
    this.#options.onDone?.(done, this.#runs);
  }

  #loaded(cell: number): LoadedScenario {
    if (this.#last?.cell === cell) return this.#last.loaded;
    const { file, text, files, flags, cells } = this.#runs.spec;
    const readFile = files === undefined ? (path: string) => readFileSync(path, "utf8") : readerOf(file, files);
    const loaded = loadScenario({ text, file, readFile, flags: parseFlags(withSettings(flags, cells[cell] ?? [])) });
    this.#last = { cell, loaded };
    return loaded;
  }
}
