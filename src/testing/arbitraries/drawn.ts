/** Lets fast-check draw from the project's own generators, and shrink with the project's own shrinkers. */

import * as fc from "fast-check";
import type { Source } from "../source.ts";

class DrawnArbitrary<T> extends fc.Arbitrary<T> {
  readonly #draw: (source: Source) => T;
  readonly #simpler: (value: T) => Iterable<T>;

  constructor(draw: (source: Source) => T, simpler: (value: T) => Iterable<T>) {
    super();
    this.#draw = draw;
    this.#simpler = simpler;
  }

  override generate(random: fc.Random): fc.Value<T> {
    const source: Source = { below: (bound) => random.nextInt(0, bound - 1) };
    return new fc.Value(this.#draw(source), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return value !== undefined;
  }

  override shrink(value: T): fc.Stream<fc.Value<T>> {
    return fc.stream(valuesOf(this.#simpler(value)));
  }
}

function* valuesOf<T>(values: Iterable<T>): IterableIterator<fc.Value<T>> {
  for (const value of values) yield new fc.Value(value, undefined);
}

/**
 * An arbitrary from a generator and a shrinker.
 *
 * @param draw makes a value from choices
 * @param simpler gives values that are a little simpler, the simplest first
 */
export function drawn<T>(draw: (source: Source) => T, simpler: (value: T) => Iterable<T>): fc.Arbitrary<T> {
  return new DrawnArbitrary(draw, simpler);
}
