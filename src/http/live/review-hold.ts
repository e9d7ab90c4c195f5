/** Stops the clock while webhooks review what controllers create; if it was being advanced, it continues after that. */

export class ReviewHold {
  readonly #released: () => void;
  readonly #waiting: (() => void)[] = [];
  #reviews = 0;
  /** The instant to which the clock is being advanced, if it was stopped on the way. */
  #targetMs: number | undefined;

  /** @param released called when the last review has ended */
  constructor(released: () => void) {
    this.#released = released;
  }

  /** Whether a review is in progress. */
  get isOn(): boolean {
    return this.#reviews > 0;
  }

  get targetMs(): number | undefined {
    return this.#targetMs;
  }

  /** Begins a review; the caller must call the returned function when it has ended. */
  begin(): () => void {
    this.#reviews++;
    return () => {
      this.#reviews--;
      if (this.#reviews === 0) this.#released();
    };
  }

  /** The clock was stopped on its way to an instant. */
  interrupt(targetMs: number): void {
    this.#targetMs = Math.max(targetMs, this.#targetMs ?? targetMs);
  }

  /** The clock has reached its target, or will not be advanced any further. */
  arrive(): void {
    this.#targetMs = undefined;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when the clock has reached its target. */
  arrived(): Promise<void> {
    if (this.#targetMs === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}
