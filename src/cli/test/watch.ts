/** Waits for files to change, so that tests can be played again. */

import { statSync } from "node:fs";

/** Interval between two checks of the files, milliseconds of real time. */
const LOOK_EVERY_MS = 300;

/**
 * Waits until one of the files is written or removed.
 *
 * @returns false if the signal came first
 */
export async function changeOf(files: readonly string[], signal: AbortSignal): Promise<boolean> {
  const before = stampsOf(files);
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    if (stampsOf(files) !== before) return !signal.aborted;
  }
  return false;
}

function stampsOf(files: readonly string[]): string {
  return files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0).join(" ");
}
