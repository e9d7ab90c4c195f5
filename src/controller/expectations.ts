/**
 * The creations and deletions of its own that a controller has yet to observe before it manages pods again.
 *
 * Rules: `pkg/controller` expectations; semantics 03, section 7.
 */

/** Expectations this old count as fulfilled: the watch must have lost an event. */
const EXPECTATIONS_LIFETIME_MS = 5 * 60 * 1000;

interface Expected {
  creations: number;
  deletions: number;
  readonly sinceMs: number;
}

/** Upstream: `ControllerExpectations`. */
export class Expectations {
  readonly #nowMs: () => number;
  readonly #byKey = new Map<string, Expected>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** True if nothing is pending, nothing was ever expected, or the expectation has expired. */
  satisfied(key: string): boolean {
    const expected = this.#byKey.get(key);
    if (expected === undefined) return true;
    if (expected.creations <= 0 && expected.deletions <= 0) return true;
    return this.#nowMs() - expected.sinceMs > EXPECTATIONS_LIFETIME_MS;
  }

  /** Replaces the current expectation with a number of creations. */
  expectCreations(key: string, creations: number): void {
    this.#byKey.set(key, { creations, deletions: 0, sinceMs: this.#nowMs() });
  }

  /** Replaces the current expectation with a number of deletions. */
  expectDeletions(key: string, deletions: number): void {
    this.#byKey.set(key, { creations: 0, deletions, sinceMs: this.#nowMs() });
  }

  /** One creation was seen, or will never be; the count may go below zero. */
  creationObserved(key: string): void {
    const expected = this.#byKey.get(key);
    if (expected !== undefined) expected.creations--;
  }

  /** One deletion was seen, or will never be; the count may go below zero. */
  deletionObserved(key: string): void {
    const expected = this.#byKey.get(key);
    if (expected !== undefined) expected.deletions--;
  }

  forget(key: string): void {
    this.#byKey.delete(key);
  }
}
