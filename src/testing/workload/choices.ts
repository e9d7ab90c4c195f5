/**
 * Choices that were made during a draw, and the same draw again from a list of them.
 *
 * What an author's function draws is shrunk by its choices, not by its result: a shorter list of smaller choices is
 * drawn again, so that whatever the function guarantees about its results also holds for the small ones.
 */

import type { Source } from "../source.ts";

/** A list among what was drawn. */
export interface DrawnList {
  /** Position of the choice of its length among the choices, and its minimum. */
  readonly lengthAt: number;
  /** Where the choices of each item begin and end. */
  readonly items: readonly (readonly [from: number, to: number])[];
}

/** All choices of a draw, in order. */
export interface MadeChoices {
  readonly choices: readonly number[];
  readonly lists: readonly DrawnList[];
}

/** A source that records its choices. */
export class RecordingSource implements Source {
  readonly #next: (bound: number) => number;
  readonly #choices: number[] = [];
  readonly #lists: DrawnList[] = [];

  /** @param next gives a whole number from 0 up to, not including, the bound */
  constructor(next: (bound: number) => number) {
    this.#next = next;
  }

  below(bound: number): number {
    const choice = this.#next(bound);
    this.#choices.push(choice);
    return choice;
  }

  /** A list of `min` to `max` items; shrinking leaves single items out. */
  list<T>(min: number, max: number, draw: (at: number) => T): T[] {
    const lengthAt = this.#choices.length;
    const length = min + this.below(max - min + 1);
    const items: [from: number, to: number][] = [];
    const drawn = Array.from({ length }, (_, at) => {
      const from = this.#choices.length;
      const item = draw(at);
      items.push([from, this.#choices.length]);
      return item;
    });
    this.#lists.push({ lengthAt, items });
    return drawn;
  }

  get recording(): MadeChoices {
    return { choices: this.#choices, lists: this.#lists };
  }
}

/** A source that replays given choices: one that is out of bounds becomes the largest allowed, and then come zeros. */
export function scriptedSource(choices: readonly number[]): RecordingSource {
  let at = 0;
  return new RecordingSource((bound) => Math.min(choices[at++] ?? 0, bound - 1));
}
