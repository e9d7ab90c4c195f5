/**
 * Lets time advance for a key that keeps coming back at once.
 *
 * Controllers up to 1.27 answer each change of a Job with a sync and no delay, their own writes included. What brakes
 * such a loop in a real cluster is the time that a request takes; here requests may take none.
 */

/** About what one round trip to a real API server takes. */
export const ROUND_TRIP_MS = 10;

/** Turns that a key has for free: enough to work off, 500 at a time, the pods of the largest Jobs. */
const FREE_TURNS = 500;

interface Turns {
  count: number;
  lastMs: number;
}

export class Breather {
  readonly #turns = new Map<string, Turns>();

  /** How long the key must wait for its turn: usually not at all. */
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
