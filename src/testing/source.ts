/**
 * Where generators get their choices from.
 *
 * One generator serves both the check, which draws millions of trials from a fast stream, and fast-check, which draws
 * from its own: a generator only ever asks for a whole number below a bound. 0 is always the simplest choice.
 */

import { randomStream } from "../engine/random.ts";

export interface Source {
  /** A whole number, at least 0 and less than `bound` (1 or more). */
  below(bound: number): number;
}

/** Draws from its own random stream; equal seeds give equal choices. */
export function randomSource(seed: string): Source {
  const next = randomStream(seed, "trial");
  return { below: (bound) => Math.floor(next() * bound) };
}

/** A whole number from `min` to `max`, both included. */
export function between(source: Source, min: number, max: number): number {
  return min + source.below(max - min + 1);
}

/** True this many times in a hundred. */
export function chance(source: Source, percent: number): boolean {
  // The high numbers say yes, so that 0 stays the simplest choice.
  return source.below(100) >= 100 - percent;
}

/** A list that is not empty. */
export interface Choices<T> extends ReadonlyArray<T> {
  readonly 0: T;
}

/** One of a list that is not empty. */
export function pick<T>(source: Source, list: Choices<T>): T {
  return list[source.below(list.length)] ?? list[0];
}

/** Between `min` and `max` values. */
export function several<T>(source: Source, min: number, max: number, draw: (source: Source) => T): T[] {
  return Array.from({ length: between(source, min, max) }, () => draw(source));
}

/** Some values of a list, in its order, each with the same chance. */
export function someOf<T>(source: Source, list: readonly T[], percent: number): T[] {
  return list.filter(() => chance(source, percent));
}
