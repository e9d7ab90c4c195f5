/** How commands end when their input cannot be used. */

import { InputError } from "../scenario/problem.ts";
import type { Environment } from "./environment.ts";
import { EXIT_BAD_INPUT } from "./exit-codes.ts";

/** Prints what is wrong with the input and gives the exit code; any other error goes on. */
export function reportBadInput(error: unknown, { stderr }: Pick<Environment, "stderr">): number {
  if (!(error instanceof InputError)) throw error;
  stderr.write(`${error.format()}\n`);
  return EXIT_BAD_INPUT;
}
