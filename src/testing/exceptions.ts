/** Exceptions of what authors wrote: a violation of its own, and where it was thrown. */

import type { Violation } from "./invariants/invariant.ts";

const NO_EXCEPTION = "no-exception";
/** Functions of a stack that are shown: that of the author is one of the first. */
const MOST_FRAMES = 5;

/** Nothing that takes part in a run throws. */
export function exceptionViolation(error: unknown): Violation {
  const message = error instanceof Error ? error.message : String(error);
  return { invariant: NO_EXCEPTION, timeMs: 0, entry: 0, message, numbers: {} };
}

/** Whether a violation is that something threw. */
export function isException({ invariant }: Pick<Violation, "invariant">): boolean {
  return invariant === NO_EXCEPTION;
}

/**
 * What was thrown, and where.
 *
 * @param what ends with it, such as "the run"
 */
export function exceptionStory(what: string, error: unknown): string[] {
  if (!(error instanceof Error)) return [`${what} ends with an exception: ${String(error)}`];
  return [`${what} ends with an exception: ${error.name}: ${error.message}`, ...framesOf(error.stack ?? "")];
}

/** The first functions of a stack that are not of Node, with their places. */
export function framesOf(stack: string): string[] {
  const frames = stack.split("\n").filter((line) => /^\s+at (?!.*\bnode:)/.test(line));
  return frames.slice(0, MOST_FRAMES).map((frame) => `  ${frame.trim()}`);
}
