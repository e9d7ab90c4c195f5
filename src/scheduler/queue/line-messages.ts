/**
 * Reports the message of the first pod of a line for the other pods.
 *
 * Short lines are reported at once. In a long line the message changes with each pod that gets a node, and reporting
 * all pods each time would cost as much as trying them one by one: the report is as late as if they were tried.
 */

import type { SchedulerClock } from "../client.ts";
import type { PodShape } from "../pod-shape.ts";

/** Longer lines are reported late. */
const LONG = 100;
/** A scheduler tries about a hundred pods per second (semantics 13, section 11). */
const MS_PER_POD = 10;

export class LineMessages {
  readonly #clock: SchedulerClock;
  readonly #lengthOf: (shape: PodShape) => number;
  readonly #report: (shape: PodShape, message: string) => void;
  /** The latest message of lines that are reported later. */
  readonly #pending = new Map<PodShape, string>();

  /** @param report reports a message for all pods in the line of a shape */
  constructor(
    clock: SchedulerClock,
    lengthOf: (shape: PodShape) => number,
    report: (shape: PodShape, message: string) => void,
  ) {
    this.#clock = clock;
    this.#lengthOf = lengthOf;
    this.#report = report;
  }

  /** Called when the message of the first pod of a line has changed. */
  changed(shape: PodShape, message: string): void {
    const length = this.#lengthOf(shape);
    if (length <= LONG && !this.#pending.has(shape)) {
      if (length > 0) this.#report(shape, message);
      return;
    }
    if (!this.#pending.has(shape)) {
      this.#clock.schedule(this.#clock.nowMs + length * MS_PER_POD, () => {
        const latest = this.#pending.get(shape);
        this.#pending.delete(shape);
        if (latest !== undefined) this.#report(shape, latest);
      });
    }
    this.#pending.set(shape, message);
  }
}
