/** Finds scenario files and plays them as tests, in parallel. */

import { existsSync } from "node:fs";

import { findFiles, meansSeveral } from "../scenario/find-files.ts";
import { InputError } from "../scenario/problem.ts";
import { type Breathe, openPool } from "./parallel/pool.ts";
import { isWanted, type TestInput, type TestResult } from "./test-file.ts";

/** Options of a test run. */
export interface TestOptions extends Omit<TestInput, "file"> {
  readonly workers: number;
  /** Reads the wall clock in milliseconds, to measure how long tests take. */
  readonly wallMs?: () => number;
  /** Called with each result as it comes, in any order. */
  readonly onResult?: (result: TestResult) => void;
  /** Gives the process a chance to see signals, between tests that run in this thread. */
  readonly breathe?: Breathe;
  /** Once it is aborted, no further test is started. */
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
 * @returns a result for each file, in the order of the files; fewer if the signal stopped it
 */
export async function checkedFiles(files: readonly string[], options: TestOptions): Promise<readonly TestResult[]> {
  const { workers, onResult, signal, seed, kubernetes, set, param, filter, wallMs } = options;
  const pool = await openPool(Math.min(workers, files.length), options.breathe);
  const results = new Map<string, TestResult>();
  const waiting = [...files];
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined && signal?.aborted !== true; file = waiting.shift()) {
      const beganMs = wallMs?.();
      const played = await pool.checkedFile({ file, seed, kubernetes, set, param, filter });
      const took = beganMs === undefined ? {} : { tookMs: (wallMs?.() ?? beganMs) - beganMs };
      const result = { ...played, ...took };
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

/**
 * The tests that a result contains: its cases, or itself.
 *
 * @param filter only tests with this in their file or name
 */
export function testsOf(result: TestResult, filter?: string): readonly TestResult[] {
  if (result.cases !== undefined) return result.cases;
  return isWanted({ filter }, `${result.file} ${result.name}`) ? [result] : [];
}
