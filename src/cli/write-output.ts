/** Files that the user has named for output. */

import { writeFileSync } from "node:fs";
import { InputError } from "../scenario/problem.ts";

/**
 * Writes a file.
 *
 * @throws InputError where it cannot be written
 */
export function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const message = `cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    throw new InputError([{ file, message }]);
  }
}
