/**
 * Tells the pods of a line what the first of them was told last.
 *
 * A short line hears it at once. In a long one the text changes with each pod that gets a node, and telling everybody
 * each time would cost as much as to try them one by one: there the news comes as late as it would if they were tried.
 */

import type { SchedulerClock } from "../client.ts";
import type { PodShape } from "../pod-shape.ts";

/** A line of more pods than this is long. */
const LONG = 100;
/** A scheduler tries about a hundred pods a second (semantics 13, section 11). */
const MS_PER_POD = 10;

export class LineNews {
  readonly #clock: SchedulerClock;
  readonly #lengthOf: (shape: PodShape) => number;
  readonly #tell: (shape: PodShape, message: string) => void;
  /** What lines hear later; the newest text counts. */
  readonly #pending = new Map<PodShape, string>();

  /** @param tell tells everybody in the line of a shape */
  constructor(
    clock: SchedulerClock,
    lengthOf: (shape: PodShape) => number,
    tell: (shape: PodShape, message: string) => void,
  ) {
    this.#clock = clock;
    this.#lengthOf = lengthOf;
    this.#tell = tell;
  }

  /** The first of a line was told something else than before. */
  changed(shape: PodShape, message: string): void {
    const length = this.#lengthOf(shape);
    if (length <= LONG && !this.#pending.has(shape)) {
      if (length > 0) this.#tell(shape, message);
      return;
    }
    if (!this.#pending.has(shape)) {
      this.#clock.schedule(this.#clock.nowMs + length * MS_PER_POD, () => {
        const newest = this.#pending.get(shape);
        this.#pending.delete(shape);
        if (newest !== undefined) this.#tell(shape, newest);
      });
    }
    this.#pending.set(shape, message);
  }
}
