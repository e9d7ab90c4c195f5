/** What a check has put to the test: how often invariants were armed, which faults and rules had an effect. */

import type { CheckResult } from "../testing/check.ts";
import { INVARIANTS } from "../testing/invariants/index.ts";
import type { Invariant } from "../testing/invariants/invariant.ts";
import { NO_TALLY, type Tallies } from "../testing/invariants/tally.ts";

/** Of more unarmed invariants than this, only the first are named, since a short check leaves dozens unarmed. */
const FEW = 4;

interface Telling {
  readonly isVerbose?: boolean;
}

/** A few lines, with the names of the first invariants that never were armed, or of all if `isVerbose`. */
export function coverageLines(result: CheckResult, invariants: readonly Invariant[], telling: Telling = {}): string[] {
  const effects = [...result.effects].map(([name, count]) => `${count} ${name}`);
  return [
    ...armedLines(result.tallies, invariants, telling),
    ...(effects.length === 0 ? [] : [`faults: ${effects.join(", ")}`]),
  ];
}

/** How many of the invariants were armed, and which never were; nothing if none says when it is. */
export function armedLines(
  tallies: Tallies,
  invariants: readonly Invariant[],
  { isVerbose = false }: Telling = {},
): string[] {
  const of = (id: string) => tallies.get(id) ?? NO_TALLY;
  // Invariants of authors need not say when they are armed.
  const telling = invariants.filter((invariant) => of(invariant.id).armed > 0 || INVARIANTS.includes(invariant));
  if (telling.length === 0) return [];
  const never = telling.filter(({ id }) => of(id).armed === 0).map(({ id }) => id);
  const excused = telling.reduce((sum, { id }) => sum + of(id).excused, 0);
  const armed = telling.reduce((sum, { id }) => sum + of(id).armed, 0);
  const unseen = never.length === 0 ? "" : `; never: ${isVerbose ? never.join(", ") : shortened(never)}`;
  const times = `${armed} times (${excused} excused)`;
  return [`armed: ${telling.length - never.length} of ${telling.length} invariants, ${times}${unseen}`];
}

function shortened(ids: readonly string[]): string {
  const more = ids.length - FEW;
  return more <= 1 ? ids.join(", ") : `${ids.slice(0, FEW).join(", ")} and ${more} more (--verbose)`;
}

/** The whole of it, as JSON. */
export function coverageJson(result: CheckResult, invariants: readonly Invariant[]): object {
  const { runs, entries, known, faults, effects, rules, tallies, failures } = result;
  return {
    ...{ runs, entries },
    failures: failures.map(({ kind, seed, violation: { invariant, message, timeMs }, story }) => {
      return { kind, seed, invariant, message, timeMs, story };
    }),
    invariants: talliesJson(tallies, invariants),
    known: Object.fromEntries(known),
    faults: Object.fromEntries(faults),
    effects: Object.fromEntries(effects),
    rules: Object.fromEntries(rules),
  };
}

/** What came of each invariant. */
export function talliesJson(tallies: Tallies, invariants: readonly Invariant[]): readonly object[] {
  return invariants.map(({ id, sentence }) => {
    const { runs: armedRuns, armed, excused, broken } = tallies.get(id) ?? NO_TALLY;
    return { id, sentence, armedRuns, armed, excused, broken, held: Math.max(0, armed - broken) };
  });
}
