/** Finds what repeats at the end of a list. */

/** A part of a list that repeats until its end; the last repetition may be cut off. */
export interface Cycle {
  /** Where it begins for the first time. */
  readonly first: number;
  /** Its length. */
  readonly period: number;
  /** How often it comes in full. */
  readonly times: number;
}

/** Longer cycles are not looked for: nobody reads them. */
const LONGEST = 30;

/** What comes more seldom is no loop: one that ends a run has gone round hundreds of times. */
const FEWEST_TIMES = 100;

/** The shortest cycle that a list ends with. */
export function cycleOf(words: readonly string[]): Cycle | undefined {
  for (let period = 1; period <= LONGEST; period++) {
    let first = words.length - period;
    while (first > 0 && words[first - 1] === words[first - 1 + period]) first--;
    const times = Math.floor((words.length - first) / period);
    if (times >= FEWEST_TIMES) return { first, period, times };
  }
  return undefined;
}
