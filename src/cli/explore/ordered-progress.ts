/** Adds up what the parts of a search showed, in their order, in whichever order they come. */

import { addExplored, type Explored, type ExploreProgress } from "../../testing/explore/progress.ts";

/** Parts between two times that the progress is shown. */
const SHOW_EVERY = 10;

export class OrderedProgress {
  #sum: ExploreProgress;
  readonly #waiting = new Map<number, Explored>();
  readonly #show: (sum: ExploreProgress) => void;

  constructor(from: ExploreProgress, show: (sum: ExploreProgress) => void) {
    this.#sum = from;
    this.#show = show;
  }

  /** What all parts up to the first that is missing showed. */
  get sum(): ExploreProgress {
    return this.#sum;
  }

  add(at: number, explored: Explored): void {
    this.#waiting.set(at, explored);
    for (let next = this.#waiting.get(this.#sum.done); next !== undefined; next = this.#waiting.get(this.#sum.done)) {
      const { done, of } = this.#sum;
      this.#waiting.delete(done);
      this.#sum = { ...addExplored(this.#sum, next), done: done + 1, of };
      if (this.#sum.done % SHOW_EVERY === 0) this.#show(this.#sum);
    }
  }
}
