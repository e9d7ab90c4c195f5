/** Reads a scenario or manifest that is named on the command line. */

import { InputError } from "../scenario/problem.ts";
import type { Environment } from "./environment.ts";

export interface ScenarioText {
  /** How it is called in messages; what it refers to is relative to its folder. */
  readonly name: string;
  readonly text: string;
}

/**
 * Reads a file, or standard input for -.
 *
 * @throws InputError where it cannot be read
 */
export async function readScenarioText(file: string, { readStdin, readFile }: Environment): Promise<ScenarioText> {
  const name = file === "-" ? "<stdin>" : file;
  try {
    return { name, text: file === "-" ? await readStdin() : readFile(file) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new InputError([{ file: name, message: "there is no such file" }]);
    if (code === "EISDIR") throw new InputError([{ file: name, message: "is a folder; name a file in it" }]);
    throw new InputError([
      { file: name, message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` },
    ]);
  }
}
