/** Time stands still while webhooks review what controllers create; a clock that is advanced goes on afterwards. */

export class ReviewHold {
  readonly #released: () => void;
  readonly #waiting: (() => void)[] = [];
  #reviews = 0;
  /** Up to where the clock is being advanced, if it was held on its way there. */
  #targetMs: number | undefined;

  /** @param released called when the last review has ended */
  constructor(released: () => void) {
    this.#released = released;
  }

  /** Whether a review is under way. */
  get isOn(): boolean {
    return this.#reviews > 0;
  }

  get targetMs(): number | undefined {
    return this.#targetMs;
  }

  /** Begins a review; call the returned function when it has ended. */
  begin(): () => void {
    this.#reviews++;
    return () => {
      this.#reviews--;
      if (this.#reviews === 0) this.#released();
    };
  }

  /** The clock has been held on its way to an instant. */
  interrupt(targetMs: number): void {
    this.#targetMs = Math.max(targetMs, this.#targetMs ?? targetMs);
  }

  /** The clock is where it was advanced to, or goes there no more. */
  arrive(): void {
    this.#targetMs = undefined;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves once the clock is where it was advanced to. */
  arrived(): Promise<void> {
    if (this.#targetMs === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}
