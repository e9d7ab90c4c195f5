/** Actions of the scenario that the API server refused: without a timeline nobody would see them. */

import type { Simulation } from "../../simulation/simulation.ts";

/** The most that are told one by one. */
const MOST_NAMED = 5;

/**
 * Follows a run that need not be recorded.
 *
 * @returns gives a sentence for each
 */
export function followRefusedActions({ log }: Simulation): () => readonly string[] {
  const told: string[] = [];
  let count = 0;
  log.showTo((entry) => {
    if (entry.kind !== "request" || entry.actor !== "user" || entry.error === undefined) return;
    // A drain tries again.
    if (entry.resource === "pods/eviction") return;
    if (++count > MOST_NAMED) return;
    const { verb, resource, name, error } = entry;
    told.push(`refused: ${verb} ${resource} ${name}, which was to happen in this run: ${error.message}`);
  });
  return () => (count > MOST_NAMED ? [...told, `and ${count - MOST_NAMED} more actions were refused`] : told);
}
