/** Situations that must come in a check: a promise that is never put to the test is kept by any controller. */

import type { Invariant, Violation } from "./invariants/invariant.ts";
import type { Tallies } from "./invariants/tally.ts";

/**
 * A situation that must come in at least one run of a check: the check fails if it never does.
 *
 * @param sentence the situation
 * @param watch follows a run, and calls `report.armed()` when the situation is there
 * @example
 * const full = sometimes("a Job waits while the quota is full", (ledger) => ({
 *   job(_commit, { job }, report) {
 *     if (job.spec.suspend === true && ledger.jobs.size > 1) report.armed();
 *   },
 * }));
 * check({ runs: 100, features: ["suspended", "secondJob"], invariants: [full] });
 */
export function sometimes(sentence: string, watch: Invariant["watch"]): Invariant {
  const id = sentence
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return { id: `sometimes-${id}`, sentence, source: "sometimes", sometimes: true, watch };
}

/** The situations that have not come in so many runs. */
export function neverCame(invariants: readonly Invariant[], runs: number, tallies: Tallies): Violation[] {
  const missing = invariants.filter(({ id, sometimes }) => sometimes === true && (tallies.get(id)?.armed ?? 0) === 0);
  return missing.map(({ id, sentence }) => {
    return { invariant: id, timeMs: 0, entry: 0, message: `in ${runs} runs it never came: ${sentence}`, numbers: {} };
  });
}
