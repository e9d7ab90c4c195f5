/**
 * Lets time advance for a key that keeps coming back at once.
 *
 * Up to 1.27 the controller syncs a Job on every change of it without delay, its own writes included. In a real cluster
 * the latency of requests slows such a loop down; here requests may take no time.
 */

/** Roughly one round trip to a real API server. */
export const ROUND_TRIP_MS = 10;

/** Turns of a key that are not delayed: enough to process the pods of the largest Jobs, 500 at a time. */
const FREE_TURNS = 500;

interface Turns {
  count: number;
  lastMs: number;
}

export class Breather {
  readonly #turns = new Map<string, Turns>();

  /** How long the key must wait before its next turn; usually 0. */
  delayMs(key: string, nowMs: number): number {
    const turns = this.#turns.get(key);
    if (turns === undefined || nowMs - turns.lastMs > ROUND_TRIP_MS) {
      this.#turns.set(key, { count: 1, lastMs: nowMs });
      return 0;
    }
    turns.count++;
    turns.lastMs = nowMs;
    return turns.count > FREE_TURNS ? ROUND_TRIP_MS : 0;
  }
}
