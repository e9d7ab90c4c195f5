/** How commands end when their input cannot be used. */

import { InputError } from "../scenario/problem.ts";
import type { Environment } from "./environment.ts";
import { EXIT_BAD_INPUT, EXIT_OUTPUT } from "./exit-codes.ts";
import { OutputError } from "./write-output.ts";

/** Prints what is wrong with the input, or cannot be written, and gives the exit code; any other error goes on. */
export function reportBadInput(error: unknown, { stderr }: Pick<Environment, "stderr">): number {
  if (error instanceof OutputError) {
    stderr.write(`${error.message}\n`);
    return EXIT_OUTPUT;
  }
  if (!(error instanceof InputError)) throw error;
  stderr.write(`${error.format()}\n`);
  return EXIT_BAD_INPUT;
}
