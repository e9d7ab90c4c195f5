/**
 * How many inputs a test tries, and which: fixed numbers and a fixed seed, so that a run takes about the same work and
 * finds the same things everywhere.
 *
 * `FUZZ_SEED=7 FUZZ_TIMES=100 npx vitest run test/fuzz` tries a hundred times as many others.
 */

import type fc from "fast-check";

const SEED = Number(process.env.FUZZ_SEED ?? 1);
const TIMES = Number(process.env.FUZZ_TIMES ?? 1);

/** Settings of a property that tries so many inputs. */
export function inputs<T>(count: number): fc.Parameters<T> {
  // Shrinking takes long if each input is a whole run; the counterexample as found is small enough to work with.
  return { numRuns: count * TIMES, seed: SEED, endOnFailure: TIMES > 1 };
}

/** How long a test may take, real milliseconds: far above what it takes, as only a hang should end it. */
export const PATIENCE_MS = 300_000 * TIMES;
