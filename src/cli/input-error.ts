/** How commands end when their input cannot be used. */

import { formatted } from "../report/output-format.ts";
import { InputError } from "../scenario/problem.ts";
import type { Environment } from "./environment.ts";
import { EXIT_BAD_INPUT, EXIT_OUTPUT } from "./exit-codes.ts";
import { OutputError } from "./write-output.ts";

/**
 * Prints what is wrong with the input, or cannot be written, and returns the exit code; any other error is rethrown.
 */
export function reportBadInput(
  error: unknown,
  { stderr, jsonErrors = false }: Pick<Environment, "stderr" | "jsonErrors">,
): number {
  if (error instanceof OutputError) {
    const { message } = error;
    stderr.write(jsonErrors ? errorJson({ kind: "output", message }) : `${message}\n`);
    return EXIT_OUTPUT;
  }
  if (!(error instanceof InputError)) throw error;
  const problems = error.problems.map(({ file, line, column, path, message }) => ({
    file,
    line,
    column,
    path,
    message,
  }));
  stderr.write(jsonErrors ? errorJson({ kind: "input", problems }) : `${error.format()}\n`);
  return EXIT_BAD_INPUT;
}

/** An error for programs, in one line. */
export function errorJson(error: { readonly kind: string } & Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(formatted("error", { error }))}\n`;
}
