/** What is said if jobsim itself is wrong. */

import { shellQuote } from "../analysis/shell-quote.ts";
import type { Environment } from "./environment.ts";
import { EXIT_INTERNAL } from "./exit-codes.ts";
import { errorJson } from "./input-error.ts";

/** An error in the middle of a run, with what is needed to see it again. */
export class RunError extends Error {
  override readonly name = "RunError";
  readonly seed: string;
  /** The virtual instant, milliseconds. */
  readonly atMs: number;

  constructor(cause: unknown, seed: string, atMs: number) {
    super(messageOf(cause), { cause });
    this.seed = seed;
    this.atMs = atMs;
  }
}

/**
 * Reports an internal error with the command that replays it.
 *
 * @param args the arguments of the command line
 * @returns the exit code
 */
export function reportInternalError(error: unknown, args: readonly string[], environment: Environment): number {
  const { stderr, variables, jsonErrors } = environment;
  const hasSeed = args.some((arg) => arg === "--seed" || arg.startsWith("--seed="));
  const seed = error instanceof RunError && !hasSeed ? ["--seed", error.seed] : [];
  const lines = [
    `jobsim: internal error: ${messageOf(error)}`,
    "This is a bug in jobsim, not in your input.",
    ...(error instanceof RunError ? [`It happened at virtual time ${error.atMs}ms with seed ${error.seed}.`] : []),
    `Replay it with: ${["jobsim", ...args, ...seed].map(shellQuote).join(" ")}`,
  ];
  if (variables.debug) lines.push(stackOf(error));
  else lines.push("Set JOBSIM_DEBUG=1 to see where in the code it happened.");
  const text = lines.join("\n");
  stderr.write(jsonErrors === true ? errorJson({ kind: "internal", message: text }) : `${text}\n`);
  return EXIT_INTERNAL;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function stackOf(error: unknown): string {
  const origin = error instanceof RunError ? error.cause : error;
  return origin instanceof Error ? (origin.stack ?? origin.message) : String(origin);
}
