/** Reads the values of flags that several commands have. */

import { InvalidArgumentError } from "commander";

/** More threads than this must be a mistake. */
const MOST_WORKERS = 1_024;

/** Collects a flag that may be given several times. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** Reads a whole number, 1 or more. */
export function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("Write a whole number, 1 or more.");
}

/** Reads a number of threads. */
export function parseWorkers(text: string): number {
  const workers = parseCount(text);
  if (workers <= MOST_WORKERS) return workers;
  throw new InvalidArgumentError(`Write at most ${MOST_WORKERS}.`);
}

/** The help of `--patience`. */
export const PATIENCE =
  "seconds of real time in which something must happen in a run of your own code; 0: any number (default: 60)";

/** Reads seconds of patience. */
export function parsePatience(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number of seconds, or 0.");
}
