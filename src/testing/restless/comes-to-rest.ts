/** What holds in every run of a check, whatever its invariants are: what happens in it comes to an end. */

import type { RestlessError } from "../../engine/restless.ts";
import type { Violation } from "../invariants/invariant.ts";

/** It is judged while a run is played, and not by a reader of its log: an endless instant may write nothing. */
export const COMES_TO_REST = {
  id: "comes-to-rest",
  sentence: "What controllers do comes to an end, in each instant and over a run.",
  source: "docs/stories.md",
} as const;

/** A run that was ended because it would go on forever, as a violation. */
export function restlessViolation({ message, atMs }: RestlessError, entry: number): Violation {
  return { invariant: COMES_TO_REST.id, timeMs: atMs, entry, message, numbers: {} };
}

/** Whether a violation is that a run does not come to rest. */
export function isRestless({ invariant }: Pick<Violation, "invariant">): boolean {
  return invariant === COMES_TO_REST.id;
}
