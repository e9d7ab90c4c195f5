/** Finds scenario files and plays them as tests, in parallel. */

import { existsSync } from "node:fs";

import { findFiles, meansSeveral } from "../scenario/find-files.ts";
import { InputError } from "../scenario/problem.ts";
import { type Breathe, openPool } from "./parallel/pool.ts";
import type { TestInput, TestResult } from "./test-file.ts";

export interface TestOptions extends Omit<TestInput, "file"> {
  readonly workers: number;
  /** Called with each result as it comes, in whatever order. */
  readonly onResult?: (result: TestResult) => void;
  /** Gives the process a chance to see signals, between tests that run in this thread. */
  readonly breathe?: Breathe;
  /** No further test is begun once it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Lists the files to test.
 *
 * @param paths files, or folders to be searched for `.yaml`, `.yml` and `.json`
 * @returns sorted, each once
 * @throws InputError for a path that does not exist, or a folder without any such file
 * @example
 * const files = findTests(["docs/how-to/files"]);
 */
export function findTests(paths: readonly string[]): readonly string[] {
  const missing = paths.find((given) => !meansSeveral(given) && !existsSync(given));
  if (missing !== undefined) throw new InputError([{ file: missing, message: "there is no such file or folder" }]);
  return findFiles(paths).toSorted();
}

/**
 * Plays scenario files, and checks what they expect.
 *
 * @returns a result for each file, in the order of the files; fewer where the signal stopped it
 */
export async function checkedFiles(files: readonly string[], options: TestOptions): Promise<readonly TestResult[]> {
  const { workers, onResult, signal, seed, kubernetes, set, param } = options;
  const pool = await openPool(Math.min(workers, files.length), options.breathe);
  const results = new Map<string, TestResult>();
  const waiting = [...files];
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined && signal?.aborted !== true; file = waiting.shift()) {
      const result = await pool.checkedFile({ file, seed, kubernetes, set, param });
      results.set(file, result);
      onResult?.(result);
    }
  };
  try {
    await Promise.all(Array.from({ length: pool.workers }, work));
  } finally {
    await pool.close();
  }
  return files.flatMap((file) => results.get(file) ?? []);
}
