/** Worker threads that run tasks; with one worker, tasks run in the calling thread. */

import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { InputError } from "../../scenario/problem.ts";
import type { ChunkInput, ChunkOutcome, ChunkResult } from "../sweep/chunk.ts";
import type { TestInput, TestResult } from "../test-file.ts";
import { threadOptions } from "./thread.ts";

/** A pool of workers; call `close` when there is nothing left to run. */
export interface Pool {
  readonly workers: number;
  checkedFile(input: TestInput): Promise<TestResult>;
  /** Rejects with an InputError for runs that cannot be played. */
  playChunk(input: ChunkInput): Promise<ChunkResult>;
  close(): Promise<void>;
}

/** Workers by default: one for each processor. */
export function defaultWorkers(): number {
  return availableParallelism();
}

/** The same for small runs without end, for which each thread compiles everything: more than these mostly compile. */
export function defaultCheckWorkers(): number {
  return Math.min(defaultWorkers(), 16);
}

/**
 * Starts workers.
 *
 * @param workers how many, 1 or more; with 1 no thread is started
 * @param breathe is awaited before each task that runs in this thread, so that the caller can notice Ctrl-C
 */
export async function openPool(workers: number, breathe: Breathe = () => Promise.resolve()): Promise<Pool> {
  return workers <= 1 ? inlinePool(breathe) : threadPool(workers);
}

/** Gives the process a chance to see signals. */
export type Breathe = () => Promise<void>;

async function threadPool(workers: number): Promise<Pool> {
  const { Tinypool } = await import("tinypool");
  const here = import.meta.url;
  const fromSource = here.endsWith(".ts");
  const pool = new Tinypool({
    filename: fileURLToPath(new URL(fromSource ? "worker.ts" : "worker.js", here)),
    minThreads: workers,
    maxThreads: workers,
    runtime: "worker_threads",
    ...threadOptions(fromSource),
  });
  return {
    workers,
    checkedFile: (input) => pool.run(input, { name: "checkedFile" }),
    playChunk: async (input) => resultOf(await pool.run(input, { name: "playChunk" })),
    close: () => pool.destroy(),
  };
}

async function inlinePool(breathe: Breathe): Promise<Pool> {
  const { checkedFile, playChunk } = await import("./worker.ts");
  return {
    workers: 1,
    async checkedFile(input) {
      await breathe();
      return checkedFile(input);
    },
    async playChunk(input) {
      await breathe();
      return resultOf(playChunk(input));
    },
    close: () => Promise.resolve(),
  };
}

function resultOf(outcome: ChunkOutcome): ChunkResult {
  if ("problems" in outcome) throw new InputError(outcome.problems);
  return outcome;
}
