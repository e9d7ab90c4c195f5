/** How often invariants were armed, excused and broken: one that never was armed has shown nothing. */

/** What came of an invariant in some runs. */
export interface Tally {
  /** Runs in which it was armed. */
  readonly runs: number;
  /** How often its situation was judged. */
  readonly armed: number;
  /** How often its situation was there and the controller had an excuse, defects of Kubernetes included. */
  readonly excused: number;
  /** How often it was broken without one. */
  readonly broken: number;
}

export const NO_TALLY: Tally = { runs: 0, armed: 0, excused: 0, broken: 0 };

/** By the id of the invariant. */
export type Tallies = ReadonlyMap<string, Tally>;

/** Adds what came of some more runs. */
export function addTallies(sum: Map<string, Tally>, more: Tallies): void {
  for (const [id, { runs, armed, excused, broken }] of more) {
    const before = sum.get(id) ?? NO_TALLY;
    if (before !== NO_TALLY && armed === 0 && excused === 0 && broken === 0) continue;
    sum.set(id, {
      runs: before.runs + runs,
      armed: before.armed + armed,
      excused: before.excused + excused,
      broken: before.broken + broken,
    });
  }
}
