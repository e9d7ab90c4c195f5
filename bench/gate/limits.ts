/** What a path of the program may cost, from measurements of one commit, and what a measurement says to that. */

/** Figures of several measurements of one commit by the name of their row: multiples of a yardstick. */
export type Figures = Readonly<Record<string, number>>;

/** What was measured of a row when its limit was set. */
export interface Limit {
  readonly median: number;
  readonly least: number;
  readonly largest: number;
  readonly rounds: number;
}

/** By the major release of Node, as `v24`, and by row: how runtimes compare with their own start differs. */
export type Limits = Readonly<Record<string, Readonly<Record<string, Limit>>>>;

/** A path that takes this much more than it did fails the check. */
const SLOWER = 1.3;
/** A row that was measured this far from its own median on one commit says too little to judge by. */
const STEADY = 1.18;
/** Fewer rounds do not show how far a row goes on one commit. */
const ENOUGH_ROUNDS = 5;

export function limitOf(figures: readonly number[]): Limit {
  const sorted = [...figures].sort((a, b) => a - b);
  const [median, least, largest] = [sorted[sorted.length >> 1], sorted[0], sorted.at(-1)];
  if (median === undefined || least === undefined || largest === undefined) throw new Error("nothing was measured");
  return { median: rounded(median), least: rounded(least), largest: rounded(largest), rounds: sorted.length };
}

/** The limits of all rows that were measured in each round. */
export function limitsOf(rounds: readonly Figures[]): Readonly<Record<string, Limit>> {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, limitOf(rounds.flatMap((round) => round[name] ?? []))]));
}

export function isJudged({ median, least, largest, rounds }: Limit): boolean {
  return rounds >= ENOUGH_ROUNDS && largest <= median * STEADY && median <= least * STEADY;
}

export type Verdict = "as before" | "faster" | "slower" | "not judged" | "no limit";

export function verdictOf(figure: number, limit: Limit | undefined): Verdict {
  if (limit === undefined) return "no limit";
  if (!isJudged(limit)) return "not judged";
  if (figure > limit.median * SLOWER) return "slower";
  return figure < limit.median / SLOWER ? "faster" : "as before";
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
